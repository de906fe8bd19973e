"""What `run` can measure, by name."""

from functools import partial

from scenarios import collateral, lending, memory, million, reading, reflink, side_by_side, writers

SCENARIOS = {
    **{name: partial(side_by_side.run, name=name) for name in ("specimens", "A", "B", "C")},
    "reading": reading.run,
    "memory": memory.run,
    "writers": writers.run,
    "reflink": reflink.run,
    "million": million.run,
    "lending": lending.run,
    "collateral": collateral.run,
}
