"""What risk officers ask of 200 000 collaterals with 5 appraisals each and 24 indexed revaluations, beside the same
questions to DuckDB and SQLite; and the same of fewer and of more collaterals."""

from measuring.databases import ENGINES, Databases
from measuring.report import Report, at_least, at_most, table
from scenarios.collateral_portfolio import PAST, QUESTIONS, Portfolio

COLLATERALS = 200_000
# Seconds.
WANTED = {"drops": 0.3, "coverage": 1.5, "alerts": 2.0}


def run(settings):
    main = settings.records or COLLATERALS
    databases = Databases(settings.space)
    portfolios = []
    for size in sorted({*settings.sizes, main}):
        portfolio = Portfolio(settings, size, databases)
        portfolio.file()
        portfolio.ask(with_all=size == main)
        portfolio.rebuild = portfolio.run("rebuild")
        portfolio.remove()
        portfolios.append(portfolio)
    story = Story(next(one for one in portfolios if one.size == main), portfolios)
    return Report(story.markdown(), list(story.goals()), story.values())


def title(question):
    return f"`{' '.join(QUESTIONS[question])}`"


class Story:
    """What is told of it."""

    def __init__(self, main, portfolios):
        self.main, self.portfolios = main, portfolios

    def markdown(self):
        main = self.main
        return "\n".join([
            f"### Collateral: {main.size:,} collaterals, {main.filings:,} filings, 24 revaluations; "
            f"{main.settings.rounds} rounds", "",
            f"- filing took {sum(run.seconds for run in main.filed):.1f} s, "
            f"{max(run.peak_megabytes for run in main.filed):.0f} MB; `rebuild` {main.rebuild.seconds:.1f} s, "
            f"{main.filings / main.rebuild.seconds:,.0f} filings/s, {main.rebuild.peak_megabytes:.0f} MB",
            f"- `collateral revalue --apply`: median {main.revaluation:.2f} s, the slowest of 24 "
            f"{max(run.seconds for run in main.revaluations):.2f} s, "
            f"{max(run.peak_megabytes for run in main.revaluations):.0f} MB", "",
            self.table_of_questions(), "", self.table_of_others(), "", self.table_of_sizes()])

    def table_of_questions(self):
        main = self.main
        lines = [[title(question), f"{main.seconds(question):.3f}", f"{main.seconds(question, form='table'):.3f}",
                  *(f"{main.seconds(question, past):.3f}" for past in PAST), f"{main.peak(question):.0f}",
                  f"{main.peak(question, 'table'):.0f}"] for question in QUESTIONS]
        shown = [main.shown["", 50], main.shown["", 95], *(main.shown[past, 95] for past in PAST)]
        return "\n".join([
            table(["", "CSV, s", "table, s", *(f"{past}, s" for past in PAST), "peak MB, CSV", "peak MB, table"], lines), "",
            f"- `collateral show`: p50 {shown[0] * 1000:.1f} ms, p95 {shown[1] * 1000:.1f} ms; p95 "
            + ", ".join(f"{past} {seconds * 1000:.1f} ms" for past, seconds in zip(PAST, shown[2:]))])

    def table_of_others(self):
        main, lines = self.main, []
        for question in [*QUESTIONS, "show"]:
            own = main.seconds(question) if question != "show" else main.shown["", 50]
            for engine, name in ENGINES.items():
                seconds, alone, peak = main.of_other(engine, question)
                alike = "{2:,} of {0:,}; {1:,}".format(*main.agreement[engine, question]) if question != "show" else ""
                lines.append([f"{title(question) if question != 'show' else '`collateral show`, p50'}, {name}",
                              f"{seconds:.3f}", f"{alone:.3f}", f"{own / seconds:.2f}", f"{own / alone:.2f}", peak, alike])
        return table(["", "process, s", "question alone, s", "muniment ÷ process", "muniment ÷ question", "peak MB",
                      "rows alike; rows of the other"], lines)

    def table_of_sizes(self):
        def cells(portfolio):
            yield f"{portfolio.size:,}"
            for question in QUESTIONS:
                yield f"{portfolio.seconds(question):.3f}"
            yield f"{portfolio.shown['', 95] * 1000:.1f}"
            yield f"{portfolio.revaluation:.3f}"
            yield f"{portfolio.rebuild.seconds:.1f}"
            yield f"{portfolio.filings / portfolio.rebuild.seconds:,.0f}"
            for question in QUESTIONS:
                yield f"{portfolio.seconds(question) / portfolio.size * 1e6:.2f}"

        return table(["collaterals", *(f"{title(question)}, s" for question in QUESTIONS), "`show` p95, ms",
                      "`revalue --apply`, s", "`rebuild`, s", "filings/s",
                      *(f"`{question}`, µs each" for question in QUESTIONS)], [list(cells(one)) for one in self.portfolios])

    def goals(self):
        main, where = self.main, f"{self.main.size:,} collaterals"
        for question, wanted in WANTED.items():
            yield at_most(f"{title(question)}: {where}", wanted, main.seconds(question), "{:.2f} s")
            for past in PAST:
                yield at_most(f"{title(question)} {past}, times without: {where}", 2,
                              main.seconds(question, past) / main.seconds(question), "{:.2f}")
        yield at_most(f"`collateral show`, p95: {where}", 30, main.shown["", 95] * 1000, "{:.1f} ms")
        for past in PAST:
            yield at_most(f"`collateral show` {past}, times without: {where}", 2,
                          main.shown[past, 95] / main.shown["", 95], "{:.2f}")
        yield at_most(f"`collateral revalue --apply`: {where}", 3, main.revaluation, "{:.2f} s")
        yield at_least(f"`rebuild`: {where}", 15_000, main.filings / main.rebuild.seconds, "{:,.0f} filings/s")
        # What a process takes that does nothing hides growth, but only of the smallest.
        for smaller, larger in zip(self.portfolios, self.portfolios[1:]):
            for question in QUESTIONS:
                times = larger.seconds(question) / smaller.seconds(question)
                yield at_most(f"{title(question)}, {larger.size:,} ÷ {smaller.size:,} collaterals", larger.size / smaller.size,
                              times, "{:.1f}")

    def values(self):
        return {portfolio.size: {"filed": portfolio.filed, "revaluations": portfolio.revaluations,
                                 "runs": [[*key, runs] for key, runs in portfolio.runs.items()],
                                 "shown": [[*key, seconds] for key, seconds in portfolio.shown.items()],
                                 "others": [[*key, runs] for key, runs in portfolio.others.items()],
                                 "rebuild": portfolio.rebuild} for portfolio in self.portfolios}
