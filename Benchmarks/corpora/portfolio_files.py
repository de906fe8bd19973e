"""Where the records of the portfolio lie: folders to be filed one after the other."""

from datetime import timedelta

from corpora import portfolio_records as records
from corpora.portfolio import BLOCK, Block
from corpora.price_index import quarter_ends

# A price-index and a disbursement have 5 000 rows at most.
ROWS = 5000
# Folders of appraisals hold the reports of so many blocks.
BLOCKS_OF_A_FOLDER = 50


def blocks(collaterals, *, first, seed, index, appraisals):
    """As many blocks as hold so many collaterals, from the one that begins with collateral `first`."""
    for number in range(first // BLOCK, -(-(first + collaterals) // BLOCK)):
        yield Block(seed, number, index, appraisals)


def make(folder, collaterals, *, first, seed, index, appraisals):
    """- `contracts`: of each block its loans, mortgages, titles and registrations
    - `payments`, `index`
    - `appraisals-1` and so on: of each round the reports and title verifications
    - `region-map.csv`, `quarter-ends`: to revalue by

    What does not belong to a block, index and map, comes with the first portion.
    """
    made, loans = 0, []
    for block in blocks(collaterals, first=first, seed=seed, index=index, appraisals=appraisals):
        made += write_contracts(folder / "contracts" / f"{block.number:05d}", block)
        for round in range(appraisals):
            place = folder / f"appraisals-{round + 1}" / f"{block.number // BLOCKS_OF_A_FOLDER:04d}"
            place.mkdir(parents=True, exist_ok=True)
            made += write_appraisals(place, block, round)
        loans += block.loans
    (folder / "payments").mkdir()
    for start in range(0, len(loans), ROWS):
        name = f"FKQD-{first:07d}-{start // ROWS + 1:03d}"
        (folder / "payments" / f"{name}.xml").write_text(records.disbursement(name, loans[start:start + ROWS]))
        made += 1
    if first == 0:
        made += write_index(folder, index)
    return made


def write_contracts(folder, block):
    """In path order a record is about what was introduced before."""
    folder.mkdir(parents=True)
    texts = {f"1 借款合同 {loan.number}": records.loan_contract(loan) for loan in block.loans}
    for mortgage in block.mortgages:
        texts[f"2 抵押合同 {mortgage.number}"] = records.mortgage_contract(mortgage)
        for stake in mortgage.stakes if mortgage.registered_on else []:
            texts[f"4 登记证明 {mortgage.number} {stake.collateral.number}"] = records.registration(
                mortgage, stake, block.index.division(stake.collateral.state))
    for collateral in block.collaterals:
        texts[f"3 权属证书 {collateral.number}"] = records.title(collateral, block.index.division(collateral.state))
    return write(folder, texts)


def write_appraisals(folder, block, round):
    texts = {}
    for place, report in enumerate(block.reports[round]):
        items = [(collateral, appraisal.value) for collateral in block.collaterals
                 for appraisal in collateral.rounds[round] if appraisal.report == place]
        if items:
            name = f"PG-{block.number:05d}-{round + 1}-{place + 1}"
            texts[name] = records.valuation_report(name, report, items)
    name = f"CQHC-{block.number:05d}-{round + 1}"
    texts[name] = records.title_verification(name, verified_on(block, round), block.collaterals, round)
    return write(folder, texts)


def verified_on(block, round):
    return max(report.value_date for report in block.reports[round]) + timedelta(days=7)


def write_index(folder, index):
    (folder / "index").mkdir()
    # Whole years: so the second record continues where the first ends.
    year = index.rows[ROWS][0]
    halves = [[row for row in index.rows if row[0] < year], [row for row in index.rows if row[0] >= year]]
    texts = {f"ZS-{number}": records.price_index(f"ZS-{number}", half) for number, half in enumerate(halves, 1)}
    rules = "".join(f"{index.division(state)},{state}\n" for state in index.states)
    (folder / "region-map.csv").write_text(f"division,region\n{rules}")
    (folder / "quarter-ends").write_text("".join(f"{day}\n" for day in quarter_ends(2007, 2012)))
    return write(folder / "index", texts)


def write(folder, texts):
    for name, text in texts.items():
        (folder / f"{name}.xml").write_text(text)
    return len(texts)
