"""The portfolio as tables: the same rows that the records state, for the databases that are asked the same questions.

Days are numbers of days; amounts are in cents, rates in millionths of a percent, index values in ten-thousandths. `filed` is
1 for what was filed by half of the appraisals and revaluations, and 2 for the rest. What of a record is simple to say in
advance, is said: the outstanding principal of a loan, the quarter of a day, and until when a value or a verification is
fresh.
"""

import csv

TABLES = {
    "collateral": "id INTEGER PRIMARY KEY, number TEXT, type TEXT, state TEXT",
    "appraisal": "collateral INTEGER, value_date INTEGER, place INTEGER, filed INTEGER, is_initial INTEGER, value BIGINT, "
                 "valid_until INTEGER, quarter INTEGER, due INTEGER, PRIMARY KEY (collateral, value_date, place)",
    "verification": "collateral INTEGER, verified_on INTEGER, filed INTEGER, agrees INTEGER, due INTEGER, "
                    "PRIMARY KEY (collateral, verified_on)",
    "loan": "id INTEGER PRIMARY KEY, number TEXT, principal BIGINT",
    "mortgage": "id INTEGER PRIMARY KEY, number TEXT, amount BIGINT, signed_on INTEGER, is_registered INTEGER",
    "secures": "mortgage INTEGER, loan INTEGER, PRIMARY KEY (mortgage, loan)",
    "stake": "collateral INTEGER, mortgage INTEGER, rank INTEGER, prior_claims BIGINT, PRIMARY KEY (collateral, mortgage)",
    "hpi": "state TEXT, quarter INTEGER, value BIGINT, PRIMARY KEY (state, quarter)",
    "revaluation": "value_date INTEGER PRIMARY KEY, quarter INTEGER, filed INTEGER",
    "rule": "type TEXT PRIMARY KEY, cap BIGINT",
}
RULES = [("residential-building", 70_000_000), ("commercial-building", 60_000_000), ("land", 60_000_000)]


def quarter(day):
    return 4 * day.year + (day.month - 1) // 3


def year_later(day):
    return (day.replace(year=day.year + 1) if (day.month, day.day) != (2, 29) else day.replace(year=day.year + 1, day=28))


def write(folder, blocks, index, revaluations, verified_on):
    """- verified_on: of a block and a round.
    """
    folder.mkdir()
    files = {table: (folder / f"{table}.csv").open("w", newline="") for table in TABLES}
    rows = {table: csv.writer(file).writerow for table, file in files.items()}
    mortgages = loans = 0
    for block in blocks:
        numbers = {loan.number: loans + place for place, loan in enumerate(block.loans)}
        for loan in block.loans:
            rows["loan"]([numbers[loan.number], loan.number, loan.principal])
        loans += len(block.loans)
        for collateral in block.collaterals:
            write_collateral(rows, block, collateral, verified_on)
        for mortgage in block.mortgages:
            rows["mortgage"]([mortgages, mortgage.number, mortgage.amount, mortgage.signed_on.toordinal(),
                              int(mortgage.registered_on is not None)])
            for loan in mortgage.loans:
                rows["secures"]([mortgages, numbers[loan.number]])
            for stake in mortgage.stakes:
                rows["stake"]([int(stake.collateral.number[3:]), mortgages, stake.rank, stake.prior_claims])
            mortgages += 1
    for (state, period), value in index.values.items():
        rows["hpi"]([state, period, value])
    for place, day in enumerate(revaluations):
        rows["revaluation"]([day.toordinal(), quarter(day), 1 if place < len(revaluations) // 2 else 2])
    for rule in RULES:
        rows["rule"](rule)
    for file in files.values():
        file.close()


def write_collateral(rows, block, collateral, verified_on):
    number = int(collateral.number[3:])
    rows["collateral"]([number, collateral.number, collateral.type, collateral.state])
    for round, appraisals in enumerate(collateral.rounds):
        filed = 1 if 2 * round < len(collateral.rounds) else 2
        for appraisal in appraisals:
            day = appraisal.value_date
            rows["appraisal"]([number, day.toordinal(), appraisal.report, filed, int(appraisal.kind == "initial"),
                               appraisal.value, appraisal.valid_until.toordinal(), quarter(day),
                               year_later(day).toordinal()])
        day = verified_on(block, round)
        rows["verification"]([number, day.toordinal(), filed, int(collateral.verified[round] == "agrees"),
                              year_later(day).toordinal()])
