"""What a scenario tells: tables in Markdown, goals, and every single value."""

import math
import os
import statistics
import subprocess
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Settings:
    """What every scenario is given."""

    muniment: Path
    space: Path
    rounds: int
    records: int | None
    seed: int
    # Other numbers of records that a scenario is measured with, to see how its cost grows.
    sizes: list[int]
    settle: float
    contestants: list


@dataclass
class Goal:
    what: str
    wanted: str
    measured: str
    is_met: bool


@dataclass
class Report:
    markdown: str
    goals: list[Goal] = field(default_factory=list)
    values: dict = field(default_factory=dict)


def at_most(what, limit, value, form):
    return Goal(what, "≤ " + form.format(limit), form.format(value), value <= limit)


def at_least(what, limit, value, form):
    return Goal(what, "≥ " + form.format(limit), form.format(value), value >= limit)


def median_ratio(runs, others):
    """The median of the ratios of the rounds, not the ratio of the medians."""
    return statistics.median(a / b for a, b in zip(runs, others, strict=True))


def percentile(values, percent):
    """The nearest rank."""
    return sorted(values)[math.ceil(len(values) * percent / 100) - 1]


def table(head, rows):
    """The first column holds words, the others numbers."""
    lines = [head, ["---"] + ["--:"] * (len(head) - 1), *rows]
    lines[1:2] = ["|" + "|".join(lines[1]) + "|"]
    return "\n".join(line if isinstance(line, str) else "| " + " | ".join(map(str, line)) + " |" for line in lines)


def goals_table(goals):
    return "### Goals\n\n" + table(
        ["goal", "wanted", "measured", "met"],
        [[goal.what, goal.wanted, goal.measured, "yes" if goal.is_met else "**no**"] for goal in goals])


def machine(space):
    def first(command):
        return subprocess.run(command, shell=True, capture_output=True, text=True).stdout.strip().split("\n")[0]

    model = first("sed -n 's/^model name[^:]*: //p' /proc/cpuinfo")
    memory = int(Path("/proc/meminfo").read_text().split()[1]) / 1e6
    versions = [first("git --version"), first("restic version").split(" compiled")[0], first("borg --version")]
    return (f"{os.cpu_count()} cores ({model}), {memory:.0f} GB, {first(f'stat -f -c %T {space}')}, "
            f"Linux {os.uname().release.split('-')[0]}; {', '.join(version for version in versions if version)}; "
            f"load average {os.getloadavg()[0]:.1f} at the start.")
