"""What mortgages cover, reckoned block by block; the rules are those of domain.md and of `CoverageGroup`.

No two mortgages of the portfolio have one rank on one collateral, so that equal ranks have no say here.
"""

from dataclasses import dataclass
from fractions import Fraction

from reckoning.values import WHOLE

# Of the default policy; it has no haircut for these.
CAPS = {"residential-building": 70_000_000, "commercial-building": 60_000_000, "land": 60_000_000}


@dataclass
class Coverage:
    secured: int
    # `None` where no collateral has a known value.
    value: int | None
    lendable: int | None
    cap: int | None
    unknown: int

    @property
    def ratio(self):
        return -(-self.secured * WHOLE // self.value) if self.value else None

    @property
    def shortfall(self):
        return None if self.lendable is None else max(0, self.secured - self.lendable)

    @property
    def level(self):
        """By the default policy: over the cap, ten points over it, and over 100 %."""
        if self.value == 0 and self.secured > 0:
            return "red"
        if not self.value:
            return None
        if self.ratio > WHOLE:
            return "red"
        over = self.ratio - self.cap
        return "orange" if over > 10_000_000 else "yellow" if over > 0 else None


def coverages(block, values):
    """By the number of the mortgage.

    - values: cents by the number of the collateral; `None` where it is unknown.
    """
    found = flow(block, values)
    tallies = {mortgage.number: tally(mortgage, values, found) for mortgage in block.mortgages}
    secured = share_principal(block, {number: lendable or 0 for number, (_, lendable, _, _) in tallies.items()})
    return {number: Coverage(secured[number], *tallies[number]) for number in tallies}


def flow(block, values):
    """What each mortgage finds on each of its collaterals when its turn comes."""
    open_principal = {loan.number: loan.principal for loan in block.loans}
    room = {mortgage.number: mortgage.amount for mortgage in block.mortgages}
    turns = {}
    for place, mortgage in enumerate(block.mortgages):
        for stake in mortgage.stakes:
            turns.setdefault(stake.collateral.number, []).append(
                (mortgage.registered_on is None, stake.rank, place, mortgage, stake.prior_claims))
    found = {}
    for collateral in block.collaterals:
        left, prior = values[collateral.number], 0
        if left is None:
            continue
        for _, _, _, mortgage, prior_claims in sorted(turns[collateral.number], key=lambda turn: turn[:3]):
            prior = max(prior, prior_claims)
            there = max(0, left - prior)
            found[mortgage.number, collateral.number] = there
            for loan in mortgage.loans:
                drawn = min(there, room[mortgage.number], open_principal[loan.number])
                open_principal[loan.number] -= drawn
                room[mortgage.number] -= drawn
                there -= drawn
                left -= drawn
    return found


def tally(mortgage, values, found):
    """Value, lendable, cap and how many collaterals are unknown."""
    known = [(CAPS[stake.collateral.type], found[mortgage.number, stake.collateral.number])
             for stake in mortgage.stakes if values[stake.collateral.number] is not None]
    unknown = len(mortgage.stakes) - len(known)
    if not known:
        return None, None, None, unknown
    value = sum(there for _, there in known)
    weighted = sum(cap * there for cap, there in known)
    return (value, sum(cap * there // WHOLE for cap, there in known),
            weighted // value if value else min(cap for cap, _ in known), unknown)


def share_principal(block, lendable):
    """How much of its loans' principal falls to each mortgage."""
    secured = {mortgage.number: 0 for mortgage in block.mortgages}
    amounts = {mortgage.number: mortgage.amount for mortgage in block.mortgages}
    holders = {loan.number: [] for loan in block.loans}
    for mortgage in block.mortgages:
        for loan in mortgage.loans:
            holders[loan.number].append(mortgage.number)
    for loan in sorted(block.loans, key=lambda loan: len(holders[loan.number]) > 1):
        rest = loan.principal
        for weights in (lendable, amounts):
            rest = share(rest, holders[loan.number], weights, amounts, secured)
    return secured


def share(rest, holders, weights, amounts, secured):
    """In proportion to the weights, nobody beyond its amount; returns what nobody may take."""
    rooms = {holder: amounts[holder] - secured[holder] for holder in holders}
    sharing = [holder for holder in holders if weights[holder] > 0]
    while rest > 0 and sharing:
        total = sum(weights[holder] for holder in sharing)
        parts = {holder: Fraction(rest * weights[holder], total) for holder in sharing}
        full = [holder for holder in sharing if parts[holder] > rooms[holder]]
        if not full:
            whole = {holder: int(parts[holder]) for holder in sharing}
            left_over = rest - sum(whole.values())
            for holder in sharing:
                more = min(1, left_over, rooms[holder] - whole[holder])
                secured[holder] += whole[holder] + more
                left_over -= more
            return left_over
        for holder in full:
            secured[holder] += rooms[holder]
            rest -= rooms[holder]
            sharing.remove(holder)
    return rest
