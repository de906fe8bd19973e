"""The portfolio of `collaterals`: what it consists of, without a word about records.

A block has 100 collaterals, and nothing in it hangs together with anything outside: so a portfolio of any size is made
block by block, in portions, and looked at by others block by block. Amounts are in cents.

Values are appraised in 2006 and, where more appraisals are wanted, at even distances up to 2012; after the first they
follow the index of their state, more or less. A loan is paid out in December 2006 and falls due in one sum in 2021.
"""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from corpora import words

BLOCK = 100
# Of those that are valued together; a report has half a block.
REPORT = BLOCK // 2
FIRST_YEAR, LAST_YEAR = 2006, 2012
# In thousandths: what the cases of a portfolio are.
CASES = [("package", 20), ("two ranks", 50), ("shared loan", 30), ("chain", 10), ("maximum", 50)]
TYPES = [("commercial-building", 50), ("land", 20)]


@dataclass(slots=True)
class Party:
    number: str
    name: str
    identity: str


@dataclass(slots=True)
class Appraisal:
    # The place of its report among those of its round.
    report: int
    kind: str
    value_date: date
    valid_until: date
    value: int


@dataclass(slots=True)
class Collateral:
    number: str
    type: str
    state: str
    owner: Party
    area: int
    titled_on: date
    # A list for each round, mostly of one.
    rounds: list = field(default_factory=list)
    # How the title was found at each round.
    verified: list = field(default_factory=list)

    @property
    def first_value(self):
        return self.rounds[0][0].value


@dataclass(slots=True)
class Loan:
    number: str
    borrower: Party
    principal: int
    signed_on: date
    # A maximum-amount mortgage under which it is drawn without being named there.
    under: str | None = None


@dataclass(slots=True)
class Stake:
    collateral: Collateral
    rank: int
    prior_claims: int


@dataclass(slots=True)
class Mortgage:
    number: str
    is_maximum: bool
    amount: int
    signed_on: date
    mortgagor: Party
    # All that it secures, in order of number.
    loans: list
    stakes: list
    # `None` where that was forgotten.
    registered_on: date | None


@dataclass(slots=True)
class Report:
    """What is valued together: the collaterals of a report have their days in common."""

    kind: str
    value_date: date
    valid_until: date


class Block:
    def __init__(self, seed, number, index, appraisals=5):
        self.number, self.index = number, index
        self.rng = random.Random(f"{seed} portfolio {number}")
        self.collaterals, self.loans, self.mortgages = [], [], []
        # For each round, those of its reports.
        self.reports = [self.reports_of(round, appraisals) for round in range(appraisals)]
        while len(self.collaterals) < BLOCK:
            self.add_case(BLOCK - len(self.collaterals))

    # Values.

    def reports_of(self, round, rounds):
        """Two for all, one that may be used for a year only, and a second opinion of the first."""
        later = timedelta(days=round * 2188 // (rounds - 1) if rounds > 1 else 0)
        kind = "initial" if round == 0 else "periodic"
        days = [date(FIRST_YEAR, 1, 15) + later + timedelta(days=self.rng.randrange(300)) for _ in range(3)]
        reports = [Report(kind, day, day + timedelta(days=3650)) for day in days]
        reports[2].valid_until = days[2] + timedelta(days=365)
        return [*reports, Report("triggered", days[0], reports[0].valid_until)]

    def appraise(self, collateral):
        rng = self.rng
        value = rng.randrange(30_000_000, 400_000_000)
        half = len(self.collaterals) // REPORT
        for round, reports in enumerate(self.reports):
            report = 2 if rng.random() < 0.02 else half
            day = reports[report].value_date
            if round == 0:
                current, since = value, day
            else:
                now, then = (self.index.value(collateral.state, on) for on in (day, since))
                current = value * now * rng.randrange(940, 1051) // (then * 1000)
            given = [(report, current)]
            # A second opinion agrees, or not.
            if report == 0 and round == len(self.reports) - 1 and rng.random() < 0.01:
                given.append((3, current + rng.choice([0, 1_500_000])))
            collateral.rounds.append([Appraisal(place, reports[place].kind, reports[place].value_date,
                                                reports[place].valid_until, value) for place, value in given])
            collateral.verified.append("differs" if rng.random() < 0.002 else "agrees")

    # Cases: collaterals, mortgages and loans that hang together.

    def add_case(self, room):
        kind = self.draw(CASES, "plain")
        if kind == "chain" and room >= 3:
            first, second, third = self.collaterals_of(3)
            loans = [self.loan([first]), self.loan([second, third])]
            self.mortgage([first, second], loans[:1])
            self.mortgage([second, third], loans, rank=2)
        elif kind == "shared loan" and room >= 2:
            pair = self.collaterals_of(2)
            loan = self.loan(pair)
            for collateral in pair:
                self.mortgage([collateral], [loan], share=self.rng.choice([40, 60, 100, 100]))
        elif kind == "package" and room >= 2:
            package = self.collaterals_of(self.rng.randrange(2, min(5, room) + 1))
            self.mortgage(package, [self.loan(package)], share=self.rng.choice([80, 100, 100]))
        elif kind == "two ranks":
            both = self.collaterals_of(1)
            for rank in (1, 2):
                self.mortgage(both, [self.loan(both, share=rank)], rank=rank, forgotten=0.1)
        elif kind == "maximum":
            alone = self.collaterals_of(1)
            loans = [self.loan(alone, share=2) for _ in range(self.rng.choice([1, 2, 2]))]
            self.mortgage(alone, loans, share=self.rng.choice([90, 120, 150]), is_maximum=True)
            if self.rng.random() < 0.3:
                self.mortgage(alone, [self.loan(alone, share=3)], rank=2)
        else:
            alone = self.collaterals_of(1)
            self.mortgage(alone, [self.loan(alone)])

    def draw(self, shares, otherwise):
        luck = self.rng.randrange(1000)
        for name, share in shares:
            if luck < share:
                return name
            luck -= share
        return otherwise

    def collaterals_of(self, count):
        """In one state, of one owner."""
        rng = self.rng
        state = rng.choice(self.index.states)
        owner = self.party(state)
        case = []
        for _ in range(count):
            collateral = Collateral(
                f"YP-{self.number * BLOCK + len(self.collaterals):07d}", self.draw(TYPES, "residential-building"), state,
                owner, rng.randrange(40, 400), date(2001, 1, 1) + timedelta(days=rng.randrange(1500)))
            self.appraise(collateral)
            self.collaterals.append(collateral)
            case.append(collateral)
        return case

    def party(self, state):
        number = self.number * BLOCK + len(self.collaterals)
        return Party(f"KH-{number:07d}", words.person(self.rng),
                     words.identity_number(self.rng, self.index.division(state)))

    def loan(self, collaterals, share=1):
        """Of two fifths to three quarters of what the collaterals were worth first, or a part of that."""
        rng = self.rng
        worth = sum(collateral.first_value for collateral in collaterals)
        loan = Loan(f"DK-{self.number:05d}-{len(self.loans):03d}", collaterals[0].owner,
                    worth * rng.randrange(400, 751) // (1000 * share), date(FIRST_YEAR, 12, rng.randrange(1, 11)))
        self.loans.append(loan)
        return loan

    def mortgage(self, collaterals, loans, rank=1, share=100, is_maximum=False, forgotten=0.02):
        """For so many hundredths of the principal; its registration is forgotten with that probability."""
        rng = self.rng
        number = f"DY-{self.number:05d}-{len(self.mortgages):03d}"
        signed = max(loan.signed_on for loan in loans)
        stakes = [Stake(collateral, rank, collateral.first_value * rng.randrange(50, 250) // 1000
                        if rng.random() < 0.03 else 0) for collateral in collaterals]
        if is_maximum and len(loans) > 1 and rng.random() < 0.5:
            loans[1].under = number
        self.mortgages.append(Mortgage(
            number, is_maximum, sum(loan.principal for loan in loans) * share // 100, signed, collaterals[0].owner, loans,
            stakes, signed + timedelta(days=rng.randrange(1, 15)) if rng.random() >= forgotten else None))
