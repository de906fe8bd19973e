"""The corpora A, B and C: files of loans as in a real intake, ten records each."""

import hashlib
import random
from datetime import date, timedelta

from corpora.words import CITIES, DEPARTMENTS, ROADS, STEMS, TRADES, credit_code, person

# records, sizes of attachments (None: no attachments), share of attachments that repeat an earlier one
CORPORA = {
    "A": (20_000, (30_000, 60_000), 0.1),
    "B": (200, (10_000_000, 10_000_000), 0.0),
    "C": (50_000, None, 0.0),
}

BORROWER = [
    "经营正常，在手订单约{n}个月产量；本期销售收入{m}万元，较上年同期增长{p}%。应收账款账龄集中在九十日以内，前五名客户未见变化，按期付息，无欠息记录。",
    "开工率约{p}0%，用工人数稳定，水电费缴纳正常；本期销售收入{m}万元。存货较年初增加，主要为备货，已抽查入库单{n}份，账实相符。",
    "本期销售收入{m}万元，毛利率{p}.{n}%，与上期相当；纳税申报表与财务报表勾稽一致。征信报告未见新增对外担保及诉讼，银行流水与经营规模相符。",
]
USE = ["放款凭证、购销合同及付款回单逐笔核对，收款人均为约定交易对手，未见回流", "已抽查付款凭证{n}笔共{m}万元，用途与合同约定一致，余款留存监管账户"]
CONDITION = ["外观及设施完好，消防及水电设备可用，现场未见查封公告", "结构完好，局部墙面渗水已报修；租约登记与现场一致", "已核对权证原件与现场门牌，面积及用途相符，未见新增搭建"]
OPINION = ["同意检查结论，按期复查；下期补充最近一期财务报表。", "同意。请持续关注主要客户回款，并于下次检查时核对租金收入。", "同意检查结论。押品保险将于季末到期，请督促续保并取得保单复印件。"]
ASSUMPTIONS = [
    "评估对象按证载用途持续使用；未发现法定优先受偿款；租约租金与市场水平相当；未考虑处置税费及强制处置的折扣。"
    "估价人员于价值时点当日实地查勘，未对隐蔽工程及设备作技术检测；委托方提供的权属资料真实完整是本报告成立的前提。",
    "以合法使用、最高最佳利用和公开市场成交为前提；可比实例取自同一供需圈内最近十二个月的成交案例，"
    "已就交易情况、市场状况、区位、实物及权益状况逐项修正。市场发生重大变化时应当重新评估，不得直接沿用本结论。",
]


class Loan:
    """What the ten records of a loan have in common."""

    def __init__(self, seed, number):
        self.rng = random.Random(f"{seed} loan {number}")
        rng = self.rng
        self.number = number
        self.start = date(2019, 1, 7) + timedelta(days=rng.randrange(1500))
        self.loan = f"DK-{self.start.year}-{number:06d}"
        self.collaterals = [f"YP-{self.start.year}-{number:06d}-{part}" for part in (1, 2)]
        self.party = f"KH-{100_000 + number}"
        self.division, city, self.letter, self.postal_code = rng.choice(CITIES)
        self.address = f"{city}{rng.choice(ROADS)}{rng.randrange(1, 999)}号"
        self.company = f"{city[3:] if city.startswith(('江', '浙', '广', '四', '湖')) else city[:3]}" \
                       f"{rng.choice(STEMS)}{rng.choice(TRADES)}有限公司"
        self.area = rng.randrange(80, 4000)
        self.price = rng.randrange(6000, 60000)
        self.folder = f"{self.start.year}/{self.start:%m}月/{self.loan} {self.company}"
        self.credit_code = credit_code(rng)
        # By name: in path order titles come first, and introduce the collaterals that the others are about.
        self.records = [(f"不动产权证书{part + 1}", self.title, part) for part in range(2)]
        self.records += [(f"评估报告{index + 1}", self.valuation, index) for index in range(3)]
        self.records += [(f"贷后检查报告{index + 1}", self.inspection, index) for index in range(5)]

    def words(self, texts):
        rng = self.rng
        return rng.choice(texts).format(n=rng.randrange(2, 9), m=f"{rng.randrange(100, 90_000):,}", p=rng.randrange(2, 9))

    def header(self, kind, identifier, title, day, subjects, department, attachment):
        files = "" if attachment is None else f"""
    <attachments>
      <attachment>
        <file>{attachment[0]}</file>
        <media-type>application/octet-stream</media-type>
        <role>report</role>
        <sha256>{attachment[1]}</sha256>
      </attachment>
    </attachments>"""
        named = "".join(f"\n      <{role}>{number}</{role}>" for role, number in subjects)
        return f"""<?xml version="1.0" encoding="UTF-8"?>
<{kind} xmlns="urn:muniment:record:1" version="1">
  <header>
    <identifier>{identifier}</identifier>
    <title>{title}</title>
    <effective>{day}</effective>
    <author>{person(self.rng)}</author>
    <department>{department}</department>
    <subjects>{named}
    </subjects>
    <confidentiality>internal</confidentiality>
    <retention>15-years</retention>{files}
    <original>
      <place>总行档案库{self.rng.choice("ABC")}区{self.rng.randrange(1, 60)}架{self.rng.randrange(1, 7)}层</place>
      <reference>{self.rng.choice("ABC")}-{self.number % 60}-{self.number % 7}-{self.number:06d}</reference>
      <keeper>{person(self.rng)}</keeper>
    </original>
  </header>"""

    def collateral_subjects(self):
        return [("collateral", number) for number in self.collaterals]

    def condition(self, number):
        return f"""
  <collateral>
    <number>{number}</number>
    <condition>{self.rng.choice(["good", "good", "fair"])}</condition>
    <occupancy>{self.rng.choice(["owner-occupied", "let", "partly-let"])}</occupancy>
    <remarks>{self.words(CONDITION)}</remarks>
  </collateral>"""

    def item(self, number, price, area):
        return f"""
  <item>
    <collateral>{number}</collateral>
    <method>market</method>
    <method>income</method>
    <floor-area>{area}.00</floor-area>
    <unit-price currency="CNY" scale="2">{price}.00</unit-price>
    <value currency="CNY" scale="2">{price * area}.00</value>
    <quick-sale-value currency="CNY" scale="2">{price * area * 3 // 4}.00</quick-sale-value>
  </item>"""

    def title(self, part, attachment):
        rng = self.rng
        collateral, area = self.collaterals[part], (self.area, self.area // 3)[part]
        day = self.start - timedelta(days=100 + rng.randrange(2000))
        identifier = f"QZ-{self.start.year}-{self.number:06d}-{part + 1}"
        subjects = [("collateral", collateral), ("party", self.party)]
        return self.header("collateral-certificate", identifier, f"{self.address}{part + 1}幢不动产权证书", day, subjects,
                           rng.choice(DEPARTMENTS), attachment) + f"""
  <collateral>{collateral}</collateral>
  <certificate-number>{self.letter}({day.year})字不动产权第{self.number:06d}{part + 1}号</certificate-number>
  <registered-on>{day}</registered-on>
  <authority>{self.address[:3]}自然资源确权登记事务中心</authority>
  <owner>
    <number>{self.party}</number>
    <name>{self.company}</name>
    <credit-code>{self.credit_code}</credit-code>
    <phone>021-{rng.randrange(10**7, 10**8)}</phone>
    <address>
      <division>{self.division}</division>
      <line>{self.address}办公楼</line>
    </address>
  </owner>
  <title-certificate>
    <ownership>sole</ownership>
  </title-certificate>
  <real-estate>
    <real-estate-unit-number>{self.division}{self.number % 10**6:06d}GB{self.area:05d}F{part + 1:08d}</real-estate-unit-number>
    <address>
      <division>{self.division}</division>
      <line>{self.address}{part + 1}幢</line>
      <postal-code>{self.postal_code}</postal-code>
    </address>
    <right-type>land-and-building</right-type>
    <right-nature>granted</right-nature>
    <use>{rng.choice(["commercial", "office", "industrial"])}</use>
    <floor-area>{area}.00</floor-area>
    <land-area>{area * 2}.50</land-area>
    <usage-term>
      <start>{day.year - 2}-06-18</start>
      <end>{day.year + 38}-06-17</end>
    </usage-term>
  </real-estate>
</collateral-certificate>
"""

    def inspection(self, index, attachment):
        rng = self.rng
        day = self.start + timedelta(days=90 * index + rng.randrange(20))
        identifier = f"DHJC-{self.start.year}-{self.number:06d}-{index}"
        subjects = [("loan", self.loan), *self.collateral_subjects(), ("party", self.party)]
        kind, title = ("first", "首次") if index == 0 else ("interval", "定期")
        return self.header("inspection-report", identifier, f"{self.company}{title}贷后检查报告", day, subjects,
                           rng.choice(DEPARTMENTS), attachment) + f"""
  <kind>{kind}</kind>
  <inspected-on>{day}</inspected-on>
  <inspector>{person(rng)}</inspector>
  <inspector>{person(rng)}之</inspector>
  <place>借款人经营场所及{self.address}抵押物现场</place>
  <loan>{self.loan}</loan>{"".join(map(self.condition, self.collaterals))}
  <borrower-findings>{self.words(BORROWER)}{self.words(BORROWER)}</borrower-findings>
  <use-of-proceeds>
    <finding>as-agreed</finding>
    <remarks>{self.words(USE)}</remarks>
  </use-of-proceeds>
  <grade>{rng.choice(["normal", "normal", "normal", "attention"])}</grade>
  <next-due>{day + timedelta(days=90)}</next-due>
  <review>
    <reviewer>{person(rng)}</reviewer>
    <reviewed-on>{day + timedelta(days=rng.randrange(1, 9))}</reviewed-on>
    <opinion>{self.words(OPINION)}</opinion>
  </review>
</inspection-report>
"""

    def valuation(self, index, attachment):
        rng = self.rng
        day = self.start + timedelta(days=365 * index - 20)
        issued = day + timedelta(days=rng.randrange(2, 12))
        identifier = f"PG-{self.start.year}-{self.number:06d}-{index}"
        price = self.price * (100 - 2 * index) // 100
        return self.header("valuation-report", identifier, f"{self.address}房地产抵押估价报告（第{index + 1}次）", day,
                           self.collateral_subjects(), "风险管理部", attachment) + f"""
  <report-number>{self.letter}安房估字({day.year})第{self.number:06d}-{index}号</report-number>
  <kind>{"initial" if index == 0 else "periodic"}</kind>
  <purpose>为确定抵押贷款额度及贷后押品重估提供抵押价值参考</purpose>
  <value-date>{day}</value-date>
  <issued-on>{issued}</issued-on>
  <valid-until>{issued + timedelta(days=364)}</valid-until>
  <valuer>
    <name>{self.company[:2]}{rng.choice(STEMS)}房地产土地资产评估有限公司</name>
    <credit-code>{credit_code(rng)}</credit-code>
    <appraiser>
      <name>{person(rng)}</name>
      <qualification-number>31{rng.randrange(10**8):08d}</qualification-number>
    </appraiser>
    <appraiser>
      <name>{person(rng)}</name>
      <qualification-number>32{rng.randrange(10**8):08d}</qualification-number>
    </appraiser>
  </valuer>{"".join(self.item(number, price, area) for number, area in zip(self.collaterals, (self.area, self.area // 3)))}
  <assumptions>{"".join(rng.sample(ASSUMPTIONS, 2))}</assumptions>
</valuation-report>
"""


def attachments(seed, sizes, repeats):
    """Contents without end; a share of them repeats an earlier one."""
    choice = random.Random(f"{seed} attachments")
    made = 0
    while True:
        if made and choice.random() < repeats:
            number = choice.randrange(made)
        else:
            number, made = made, made + 1
        rng = random.Random(f"{seed} attachment {number}")
        yield rng.randbytes(rng.randint(*sizes))


def make(folder, corpus, records, *, first, seed):
    """Makes so many records, of the loans from `first` on; returns their bytes and those of their attachments."""
    _, sizes, repeats = CORPORA[corpus]
    contents = attachments(f"{seed}+{first}" if first else seed, sizes, repeats) if sizes else None
    (made, written, number) = (0, 0, first)
    while made < records:
        loan = Loan(seed, number)
        place = folder / loan.folder
        (place / "附件" if contents else place).mkdir(parents=True)
        for name, write, index in loan.records[:records - made]:
            attachment = None
            if contents:
                content = next(contents)
                attachment = (f"附件/{name}.bin", hashlib.sha256(content).hexdigest())
                (place / attachment[0]).write_bytes(content)
                written += len(content)
            encoded = write(index, attachment).encode()
            (place / f"{name}.xml").write_bytes(encoded)
            written += len(encoded)
            made += 1
        number += 1
    return written
