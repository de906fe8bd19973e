"""What the commands must answer, row by row, in the form in which their CSV is read: cents and millionths of a percent."""

from datetime import timedelta

from reckoning.coverage import coverages
from reckoning.values import WHOLE, History, days_stale, fall_rate, months_later

LEVELS = ["yellow", "orange", "red"]


class Moment:
    """A day, and what is known of the blocks on it."""

    def __init__(self, blocks, known, day):
        self.blocks, self.known, self.day = blocks, known, day
        self.histories = {collateral.number: History(collateral, known)
                          for block in blocks for collateral in block.collaterals}
        self.steps = {number: history.at(day) for number, history in self.histories.items()}
        self.coverages = self.cover(lambda collateral, value: value)

    def cover(self, change):
        """- change: the value of a collateral to what it shall be."""
        covered = {}
        for block in self.blocks:
            values = {}
            for collateral in block.collaterals:
                step = self.steps[collateral.number]
                values[collateral.number] = change(collateral, step.value) if step else None
            covered.update(coverages(block, values))
        return covered

    def mortgages(self):
        return ((block, mortgage) for block in self.blocks for mortgage in block.mortgages)

    # By the number of the collateral, mortgage or subject: the row.

    def drops(self, since, against, at_least):
        rows = {}
        for block in self.blocks:
            over = {}
            for mortgage in block.mortgages:
                for stake in mortgage.stakes:
                    over.setdefault(stake.collateral.number, []).append(mortgage)
            for collateral in block.collaterals:
                fall = self.histories[collateral.number].fall(self.day, since, against)
                if fall is None or fall_rate(fall) < at_least:
                    continue
                (start, to), mortgages = fall, over[collateral.number]
                coverages = [self.coverages[mortgage.number] for mortgage in mortgages]
                is_bare = any(covered.value == 0 and covered.secured > 0 for covered in coverages)
                ratios = [covered.ratio for covered in coverages if covered.ratio is not None]
                rows[collateral.number] = {
                    "type": collateral.type, "from": start.value, "to": to.value, "fall": fall_rate(fall),
                    "amount": start.value - to.value, "fromDate": str(start.day), "toDate": str(to.day),
                    "fromKind": start.kind, "toKind": to.kind,
                    "loans": " ".join(sorted({loan.number for mortgage in mortgages for loan in mortgage.loans})),
                    # Where nothing is left of a value, there is no figure.
                    "pledgeRatio": None if is_bare else max(ratios, default=None), "exposure": self.exposure(mortgages),
                    "level": level_of_fall(fall_rate(fall)) or "", "region": collateral.state}
        return rows

    def exposure(self, mortgages):
        return sum(self.coverages[mortgage.number].secured for mortgage in mortgages)

    def coverage(self):
        rows = {}
        for _, mortgage in self.mortgages():
            covered = self.coverages[mortgage.number]
            steps = [self.steps[stake.collateral.number] for stake in mortgage.stakes]
            marks = []
            if covered.unknown:
                marks.append("unknown" if covered.value is None else f"{covered.unknown} of {len(steps)} unknown")
            if any(step and days_stale(step, self.day) for step in steps):
                marks.append("stale")
            rows[mortgage.number] = {
                "state": "registered" if mortgage.registered_on else "agreed",
                "collaterals": " ".join(stake.collateral.number for stake in mortgage.stakes),
                "loans": " ".join(loan.number for loan in mortgage.loans), "secured": covered.secured,
                "value": covered.value, "lendable": covered.lendable, "pledgeRatio": covered.ratio, "cap": covered.cap,
                "shortfall": covered.shortfall, "values": ", ".join(marks), "unknownCollaterals": covered.unknown,
                "kind": "maximum-amount" if mortgage.is_maximum else "ordinary"}
        return rows

    def stress(self, types, states):
        """- types, states: changes in whole percent."""
        def shocked(collateral, value):
            changes = [shocks[name] for shocks, name in ((types, collateral.type), (states, collateral.state))
                       if name in shocks]
            return (2 * value * (100 + min(changes)) + 100) // 200 if changes else value

        after, rows = self.cover(shocked), {}
        for number, before in self.coverages.items():
            then = after[number]
            if then.level and (before.level is None or LEVELS.index(before.level) < LEVELS.index(then.level)):
                rows[number] = {
                    "secured": before.secured, "value": before.value, "stressedValue": then.value,
                    "pledgeRatio": before.ratio, "stressedRatio": then.ratio, "cap": before.cap,
                    "shortfall": before.shortfall, "stressedShortfall": then.shortfall, "level": before.level or "",
                    "stressedLevel": then.level}
        return rows

    def alerts(self):
        """By rule and subject."""
        rows = {}

        def add(rule, subject, level, exposure):
            if level:
                rows[f"{rule} {subject}"] = {"level": level, "exposure": exposure}

        for block in self.blocks:
            exposures = {collateral.number: 0 for collateral in block.collaterals}
            for mortgage in block.mortgages:
                covered = self.coverages[mortgage.number]
                for stake in mortgage.stakes:
                    exposures[stake.collateral.number] += covered.secured
                add("pledge-ratio", mortgage.number, covered.level, covered.secured)
                if not mortgage.registered_on:
                    days = (self.day - mortgage.signed_on).days
                    add("registration", mortgage.number, "red" if days > 90 else "orange" if days > 30 else None,
                        covered.secured)
            for collateral in block.collaterals:
                number = collateral.number
                step, history = self.steps[number], self.histories[number]
                falls = [history.fall(self.day, None, against) for against in ("previous", "initial")]
                add("value-fall", number, level_of_fall(max((fall_rate(fall) for fall in falls if fall), default=0)),
                    exposures[number])
                add("valuation", number, level_of_value(step, self.day), exposures[number])
                add("title-verification", number, self.level_of_title(block, collateral), exposures[number])
        return rows

    def level_of_title(self, block, collateral):
        """All titles are compared a week after the last report of a round."""
        days = [max(report.value_date for report in reports) + timedelta(days=7)
                for reports in block.reports[:self.known.rounds]]
        round, day = max((place, day) for place, day in enumerate(days) if day <= self.day)
        if collateral.verified[round] == "differs":
            return "red"
        overdue = (self.day - months_later(day, 12)).days
        return None if overdue < 0 else "orange" if overdue >= 90 else "yellow"


def level_of_fall(rate):
    tenths = rate // (WHOLE // 10)
    return LEVELS[min(tenths, 3) - 1] if tenths else None


def level_of_value(step, day):
    if step is None:
        return "red"
    days = days_stale(step, day)
    return "red" if days > 180 else "orange" if days > 90 else "yellow" if days else None
