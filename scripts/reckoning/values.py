"""What collaterals are worth on a day, reckoned from what the generator made up; the rules are those of domain.md.

Integers all the way, which have no bound in Python. Values in cents, rates in millionths of a percent.
"""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

WHOLE = 100_000_000
INDEXED_TYPES = {"residential-building"}


@dataclass(frozen=True)
class Knowledge:
    """What had been filed: so many rounds of appraisals, and the days of the revaluations."""

    rounds: int
    revaluations: list
    index: object


class Step(NamedTuple):
    """From its day on; the value is `None` where two appraisals of that day differ."""

    day: date
    value: int | None
    kind: str = ""
    appraised_on: date | None = None
    valid_until: date | None = None


def half_up(numerator, divisor):
    return (2 * numerator + divisor) // (2 * divisor)


def months_later(day, months):
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    last = [31, 29 if year % 4 == 0 and (year % 100 or year % 400 == 0) else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return date(year, month, min(day.day, last[month - 1]))


class History:
    """The values of one collateral in the order of their days."""

    def __init__(self, collateral, known):
        appraised = {}
        for appraisals in collateral.rounds[:known.rounds]:
            for appraisal in appraisals:
                appraised.setdefault(appraisal.value_date, []).append(appraisal)
        steps = {}
        for day, appraisals in appraised.items():
            last = appraisals[-1]
            agree = len({appraisal.value for appraisal in appraisals}) == 1
            steps[day] = Step(day, last.value, last.kind, day, last.valid_until) if agree else Step(day, None)
        days = sorted(appraised)
        for day in known.revaluations if collateral.type in INDEXED_TYPES else []:
            place = bisect_right(days, day) - 1
            if place < 0 or days[place] == day or steps[days[place]].value is None:
                continue
            base = steps[days[place]]
            value = half_up(base.value * known.index.value(collateral.state, day),
                            known.index.value(collateral.state, base.day))
            steps[day] = Step(day, value, "indexed", base.day, base.valid_until)
        self.steps = [steps[day] for day in sorted(steps)]
        self.days = [step.day for step in self.steps]

    def at(self, day):
        """The step that holds; `None` where the value is unknown."""
        place = bisect_right(self.days, day) - 1
        step = self.steps[place] if place >= 0 else None
        return step if step and step.value is not None and step.valid_until >= day else None

    def fall(self, day, since, against):
        """The steps that it fell from and to; `None` where it did not, or that cannot be said."""
        to = self.at(day)
        if to is None:
            return None
        earlier = [step for step in self.steps if step.day < to.day]
        if since is not None:
            held = [step for step in earlier if step.day <= since][-1:]
            # What holds on the first day of the window may be the value itself.
            within = [] if to.day <= since else held + [step for step in earlier if step.day > since]
        else:
            within = earlier
        known = [step for step in within if step.value is not None]
        if against == "previous":
            start = (known[-1:] if since is None else known[:1]) or [None]
        elif against == "peak":
            highest = max((step.value for step in known), default=0)
            start = [step for step in known if step.value == highest][-1:] or [None]
        else:
            appraisals = [step for step in [*earlier, to] if step.value is not None and step.kind != "indexed"]
            first = [step for step in appraisals if step.kind == "initial"] + appraisals
            start = first[:1] if first and (since is None or since < to.day) else [None]
        if start[0] is None or start[0].value <= to.value:
            return None
        return start[0], to


def fall_rate(fall):
    start, to = fall
    return (start.value - to.value) * WHOLE // start.value


def days_stale(step, day):
    """By how many days its appraisal is older than twelve months, the interval of all types here."""
    return max(0, (day - months_later(step.appraised_on, 12)).days)
