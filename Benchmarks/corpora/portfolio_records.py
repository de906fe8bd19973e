"""The portfolio as records to be filed, each in a form of one screen; and what is needed to revalue it."""

from datetime import date, timedelta

from corpora.price_index import SERIES

BANK = "<name>乌有商业银行股份有限公司</name>\n    <credit-code>91310000MA1009003F</credit-code>"
TERM_ENDS = date(2021, 12, 1)
KIND = {"residential-building": "住宅", "commercial-building": "商铺", "land": "地块"}
USE = {"residential-building": "residential", "commercial-building": "commercial", "land": "industrial"}


def money(tag, cents):
    return f'<{tag} currency="CNY" scale="2">{amount(cents)}</{tag}>'


def amount(cents):
    return f"{cents // 100}.{cents % 100:02d}"


def record(kind, identifier, title, day, subjects, body, department="个人信贷部"):
    named = "".join(f"\n      <{role}>{number}</{role}>" for role, number in subjects)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<{kind} xmlns="urn:muniment:record:1" version="1">
  <header>
    <identifier>{identifier}</identifier>
    <title>{title}</title>
    <effective>{day}</effective>
    <author>卢敏</author>
    <department>{department}</department>
    <subjects>{named}
    </subjects>
    <confidentiality>internal</confidentiality>
    <retention>30-years</retention>
  </header>
{body}
</{kind}>
"""


def party(tag, who):
    return f"""  <{tag}>
    <number>{who.number}</number>
    <name>{who.name}</name>
    <identity-number>{who.identity}</identity-number>
  </{tag}>"""


def loan_contract(loan):
    subjects = [("loan", loan.number), *([("mortgage", loan.under)] if loan.under else []),
                ("party", loan.borrower.number)]
    return record("loan-contract", f"JKHT-{loan.number[3:]}", f"借款合同 {loan.number}", loan.signed_on, subjects,
                  f"""  <loan>{loan.number}</loan>
  <signed-on>{loan.signed_on}</signed-on>
{party("borrower", loan.borrower)}
  <product>housing</product>
  {money("principal", loan.principal)}
  <annual-rate>4.9</annual-rate>
  <fixed-rate/>
  <day-count>act-360</day-count>
  <method>single-repayment</method>
  <term>
    <start>{loan.signed_on}</start>
    <end>{TERM_ENDS}</end>
  </term>
  <repayment-day>{loan.signed_on.day}</repayment-day>
  <purpose>购房</purpose>
  <penalty>
    <overdue-uplift>50</overdue-uplift>
    <misuse-uplift>100</misuse-uplift>
  </penalty>
  <compound-interest>false</compound-interest>
  <security>mortgage</security>""")


def mortgage_contract(mortgage):
    loans = [loan for loan in mortgage.loans if loan.under != mortgage.number]
    named = "".join(f"    <loan>{loan.number}</loan>\n" for loan in loans)
    if mortgage.is_maximum:
        claim = f"""  <maximum-amount>
{named}    {money("limit", mortgage.amount)}
    <claim-period>
      <start>{mortgage.signed_on}</start>
      <end>{TERM_ENDS}</end>
    </claim-period>
    <determination-date>{TERM_ENDS}</determination-date>
  </maximum-amount>"""
    else:
        claim = f"""  <ordinary>
{named}    {money("secured-amount", mortgage.amount)}
    <performance-period>
      <start>{mortgage.signed_on}</start>
      <end>{TERM_ENDS}</end>
    </performance-period>
  </ordinary>"""
    items = "\n".join(f"""  <collateral>
    <number>{stake.collateral.number}</number>
    <type>{stake.collateral.type}</type>
    <description>{address(stake.collateral)}</description>
    {money("prior-claims", stake.prior_claims)}
    <rank>{stake.rank}</rank>
  </collateral>""" for stake in mortgage.stakes)
    subjects = [*(("loan", loan.number) for loan in loans),
                *(("collateral", stake.collateral.number) for stake in mortgage.stakes),
                ("mortgage", mortgage.number), ("party", mortgage.mortgagor.number)]
    return record("mortgage-contract", f"DYHT-{mortgage.number[3:]}", f"抵押合同 {mortgage.number}", mortgage.signed_on,
                  subjects, f"""  <mortgage>{mortgage.number}</mortgage>
  <signed-on>{mortgage.signed_on}</signed-on>
{party("mortgagor", mortgage.mortgagor)}
  <mortgagee>
    {BANK}
  </mortgagee>
{claim}
{items}
  <scope>主债权本金、利息、罚息、违约金及实现抵押权的费用</scope>""")


def address(collateral):
    return f"乌有市亡是路{int(collateral.number[3:])}号{KIND[collateral.type]}"


def title_number(collateral):
    return f"乌({collateral.titled_on.year})不动产权第{collateral.number[3:]}号"


def title(collateral, division):
    return certificate(
        collateral, division, f"QZ-{collateral.number[3:]}", title_number(collateral), collateral.titled_on, [],
        """  <title-certificate>
    <ownership>sole</ownership>
  </title-certificate>""")


def registration(mortgage, stake, division):
    collateral = stake.collateral
    number = f"{mortgage.number[3:]}-{collateral.number[3:]}"
    return certificate(
        collateral, division, f"DJ-{number}", f"乌({mortgage.registered_on.year})不动产证明第{number}号",
        mortgage.registered_on, [("mortgage", mortgage.number)], f"""  <mortgage-registration>
    <mortgage>{mortgage.number}</mortgage>
    <registration-kind>{"maximum-amount" if mortgage.is_maximum else "ordinary"}</registration-kind>
    <mortgagee>
      {BANK}
    </mortgagee>
    <title-number>{title_number(collateral)}</title-number>
    {money("claim-amount", mortgage.amount)}
    <claim-period>
      <start>{mortgage.signed_on}</start>
      <end>{TERM_ENDS}</end>
    </claim-period>
    <rank>{stake.rank}</rank>
  </mortgage-registration>""")


def certificate(collateral, division, identifier, number, day, subjects, kind):
    return record("collateral-certificate", identifier, number, day,
                  [("collateral", collateral.number), *subjects, ("party", collateral.owner.number)],
                  f"""  <collateral>{collateral.number}</collateral>
  <certificate-number>{number}</certificate-number>
  <registered-on>{day}</registered-on>
  <authority>乌有市自然资源局</authority>
{party("owner", collateral.owner)}
{kind}
  <real-estate>
    <real-estate-unit-number>{division}{int(collateral.number[3:]) % 10**6:06d}GB00001F00010001</real-estate-unit-number>
    <address>
      <division>{division}</division>
      <line>{address(collateral)}</line>
    </address>
    <right-type>{"land" if collateral.type == "land" else "land-and-building"}</right-type>
    <right-nature>granted</right-nature>
    <use>{USE[collateral.type]}</use>
    <floor-area>{collateral.area}.00</floor-area>
  </real-estate>""")


def valuation_report(identifier, report, items):
    """- items: a collateral and its value each."""
    lines = "\n".join(f"""  <item>
    <collateral>{collateral.number}</collateral>
    <method>market</method>
    <floor-area>{collateral.area}.00</floor-area>
    {money("value", value)}
  </item>""" for collateral, value in items)
    issued = report.value_date + timedelta(days=5)
    return record("valuation-report", identifier, f"押品评估报告 {identifier}", issued,
                  [("collateral", collateral.number) for collateral, _ in items],
                  f"""  <report-number>乌估字({report.value_date.year})第{identifier}号</report-number>
  <kind>{report.kind}</kind>
  <purpose>为贷后押品管理提供价值参考</purpose>
  <value-date>{report.value_date}</value-date>
  <issued-on>{issued}</issued-on>
  <valid-until>{report.valid_until}</valid-until>
  <valuer>
    <name>乌有房地产土地资产评估有限公司</name>
    <credit-code>91310115MA1000033E</credit-code>
    <appraiser>
      <name>李四</name>
      <qualification-number>3120060001</qualification-number>
    </appraiser>
  </valuer>
{lines}
  <assumptions>以合法使用、持续使用为前提，未考虑处置税费</assumptions>""", "风险管理部")


def title_verification(identifier, day, collaterals, round):
    items = "\n".join(f"""  <item>
    <collateral>{collateral.number}</collateral>
    <result>{collateral.verified[round]}</result>
  </item>""" for collateral in collaterals)
    return record("title-verification", identifier, f"产权核查 {identifier}", day,
                  [("collateral", collateral.number) for collateral in collaterals], f"""  <verified-on>{day}</verified-on>
  <authority>乌有市不动产登记中心</authority>
{items}""", "风险管理部")


def disbursement(identifier, loans):
    rows = "\n".join(f"""    <payment>
      <voucher>FK-{loan.number[3:]}</voucher>
      <loan>{loan.number}</loan>
      <paid-on>{loan.signed_on}</paid-on>
      <amount>{amount(loan.principal)}</amount>
      <purpose>principal</purpose>
    </payment>""" for loan in loans)
    return record("disbursement", identifier, f"放款清单 {identifier}", max(loan.signed_on for loan in loans), [],
                  f"""  <payments currency="CNY" scale="2">
{rows}
  </payments>""", "运营管理部")


def price_index(identifier, rows):
    """- rows: year, quarter, state and value."""
    lines = "\n".join(f"""    <observation>
      <region>{state}</region>
      <period>{year}-{3 * quarter:02d}-01</period>
      <value>{value}</value>
    </observation>""" for year, quarter, state, value in rows)
    return record("price-index", identifier, f"房价指数 {identifier}", f"{rows[-1][0]}-12-31", [],
                  f"""  <series>{SERIES}</series>
  <name>FHFA House Price Index, all transactions</name>
  <publisher>Federal Housing Finance Agency</publisher>
  <frequency>quarter</frequency>
  <type>residential-building</type>
  <observations>
{lines}
  </observations>""", "风险管理部")
