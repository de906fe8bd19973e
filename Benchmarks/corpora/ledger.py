"""The tables of `loans`: a ledger of contracts, a list of payments and monthly bank statements, with their maps."""

import csv
import random
from datetime import date, timedelta

from corpora.words import CITIES, DEPARTMENTS, STEMS, TRADES, credit_code, person

LOANS = 200_000
MONTHS = 24


class LedgerLoan:
    """A loan of the tables: paid out in December 2023 and repaid, more or less, each month from then on."""

    METHODS = {"等额本息": "equal-instalment", "等额本金": "equal-principal", "按月付息到期还本": "interest-only"}

    def __init__(self, seed, number):
        rng = random.Random(f"{seed} ledger {number}")
        self.rng = rng
        self.number = f"DK-2023-{number:06d}"
        self.contract = f"JKHT-2023-{number:06d}"
        self.start = date(2023, 12, rng.randrange(1, 29))
        self.months = rng.randrange(36, 241)
        self.principal = rng.randrange(50, 8000) * 100_000
        self.rate = rng.randrange(300, 600)
        self.method = rng.choice(list(self.METHODS))

    def due(self, month):
        """The day of a month, counted from January 2024 as 0."""
        return date(2024 + month // 12, month % 12 + 1, self.start.day)

    def contract_row(self):
        rng = self.rng
        end = date(2023 + (11 + self.months) // 12, (11 + self.months) % 12 + 1, self.start.day)
        company = f"{rng.choice(CITIES)[1][:3]}{rng.choice(STEMS)}{rng.choice(TRADES)}有限公司"
        return [self.contract, self.number, self.start, f"KH-{self.number[8:]}", company, credit_code(rng), "流动资金贷款",
                f"{self.principal / 1_000_000:f}".rstrip("0").rstrip("."), f"{self.rate / 100}%",
                rng.choice(["ACT/360", "ACT/365", "30E/360"]), self.method, self.start, end, self.start.day, "采购原材料",
                rng.choice("是否"), rng.choice(["抵押", "质押", "信用"]), person(rng), rng.choice(DEPARTMENTS)]

    def payment_row(self):
        return [f"FK-{self.number[3:]}", self.number, self.start, f"{self.principal / 100:,.2f}"]

    def repayment_row(self, month):
        """`None` where none came in."""
        rng = self.rng
        luck = rng.randrange(1000)
        if luck < 20:
            return None
        rate = self.rate / 120_000
        interest = self.principal * (1 if self.method == "按月付息到期还本" else 1 - month / self.months) * rate
        match self.method:
            case "等额本息":
                amount = self.principal * rate / (1 - (1 + rate) ** -self.months)
            case "等额本金":
                amount = self.principal / self.months + interest
            case _:
                amount = interest
        amount = int(amount * (0.6 if luck < 50 else 1.002))
        day = self.due(month) + timedelta(days=rng.randrange(1, 12) if luck < 150 else 0)
        return [f"HK-{month + 1:02d}-{self.number[8:]}", self.number, day, day, f"{amount / 100:,.2f}",
                rng.choice(["网银转账", "批量代扣", "柜面现金"])]


HEADER_OF_A_MAP = """
author = "卢敏"
department = "运营管理部"
confidentiality = "internal"
retention = "30-years"
"""
LEDGER_COLUMNS = "合同编号,贷款编号,签订日期,客户号,客户名称,统一社会信用代码,贷款品种,贷款金额(万元),执行年利率(%),计息基准,还款方式,起息日,到期日,还款日," \
                 "借款用途,计收复利,主担保方式,经办人,经办机构"
LEDGER_MAP = """identifier = 合同编号
title = "借款合同 " + 合同编号
effective = 签订日期
author = 经办人
department = 经办机构
confidentiality = "internal"
retention = "30-years"
loan = 贷款编号
signed-on = 签订日期
borrower/number = 客户号
borrower/name = 客户名称
borrower/credit-code = 统一社会信用代码
product = 贷款品种
principal = 贷款金额 (万元)
annual-rate = 执行年利率 (%)
fixed-rate = ""
day-count = 计息基准
    ACT/360 -> act-360
    ACT/365 -> act-365
    30E/360 -> 30e-360
method = 还款方式
term/start = 起息日
term/end = 到期日
repayment-day = 还款日
purpose = 借款用途
penalty/overdue-uplift = "50%"
penalty/misuse-uplift = "100%"
compound-interest = 计收复利
security = 主担保方式
"""
PAYMENTS_COLUMNS = "流水号,贷款编号,放款日期,金额"
PAYMENTS_MAP = HEADER_OF_A_MAP + """voucher = 流水号
loan = 贷款编号
paid-on = 放款日期
amount = 金额
purpose = "principal"
"""
STATEMENT_COLUMNS = "流水号,贷款编号,交易日期,记账日期,贷方金额,交易渠道"
STATEMENT_MAP = HEADER_OF_A_MAP + """voucher = 流水号
loan = 贷款编号
received = 交易日期
cleared = 记账日期
amount = 贷方金额
channel = 交易渠道
    网银转账 -> transfer
    批量代扣 -> deduction
    柜面现金 -> cash
designation = "due"
"""


def make(folder, loans, seed):
    folder.mkdir(parents=True)
    for name, text in [("contracts", LEDGER_MAP), ("payments", PAYMENTS_MAP), ("statement", STATEMENT_MAP)]:
        (folder / f"{name}.map").write_text(text)
    ledger = [LedgerLoan(seed, number) for number in range(loans)]
    write_table(folder / "contracts.csv", LEDGER_COLUMNS, (loan.contract_row() for loan in ledger))
    write_table(folder / "payments.csv", PAYMENTS_COLUMNS, (loan.payment_row() for loan in ledger))
    for month in range(MONTHS):
        rows = (loan.repayment_row(month) for loan in ledger)
        write_table(folder / f"statement-{month + 1:02d}.csv", STATEMENT_COLUMNS, filter(None, rows))


def write_table(path, columns, rows):
    with path.open("w", newline="") as file:
        file.write(f"{columns}\r\n")
        csv.writer(file).writerows(rows)
