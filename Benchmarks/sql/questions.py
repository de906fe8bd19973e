"""The questions in SQL, for SQLite and DuckDB. `:day`, `:since` and `:known` are filled in before they are asked.

A question is a list of steps and what is selected from them. For DuckDB it is one statement with the steps before it. The
planner of SQLite 3.40 joins such steps row by row with each other; there each is a temporary table, with an index where it
is looked up, and the index of prices, which has every quarter, is joined by LEFT JOIN so that it comes last.

They answer as muniment does, but for what takes a program to say: a mortgage that finds something on a collateral after
one that is itself served second elsewhere, and the cent that is left over where a principal is shared. The scenario counts
the rows that differ.
"""

import re

# The name of a step and what it selects: up to the next step, or the end.
STEP = re.compile(r"(\w+) AS \(\s*(SELECT.*?)\)(?=,\s*\w+ AS \(\s*SELECT|\s*$)", re.DOTALL)

# What differs between the two: whole division, the row with the last day of each group, and the lesser of two.
DIALECTS = {
    "duckdb": {"over": "//", "least": "least", "greatest": "greatest", "last": "arg_max({0}, value_date) AS {0}"},
    "sqlite3": {"over": "/", "least": "min", "greatest": "max", "last": "{0}"},
}

DATED = """dated AS (
  SELECT collateral, value_date, max(value) AS value, min(value) < max(value) AS differs, max(is_initial) AS is_initial,
    max(valid_until) AS valid_until, max(quarter) AS quarter, max(due) AS due
  FROM appraisal WHERE value_date <= :day AND filed <= :known GROUP BY collateral, value_date)"""

# The value of each collateral on a day, by its last appraisal and the last revaluation.
VALUED = """{name}_last AS (
  SELECT collateral, max(value_date) AS value_date, {last_value}, {last_differs}, {last_valid_until}, {last_quarter}, {last_due}
  FROM dated WHERE value_date <= {day} GROUP BY collateral),
{name}_point AS (SELECT max(value_date) AS value_date, max(quarter) AS quarter FROM revaluation
  WHERE value_date <= {day} AND filed <= :known),
{name} AS (
  SELECT l.collateral, l.differs, l.valid_until, l.due, c.type, c.state, c.number,
    CASE WHEN now.value IS NULL THEN l.value_date ELSE p.value_date END AS on_day,
    CASE WHEN now.value IS NULL THEN l.value ELSE (2 * l.value * now.value + base.value) {over} (2 * base.value) END AS value
  FROM {name}_last l CROSS JOIN {name}_point p JOIN collateral c ON c.id = l.collateral
  LEFT JOIN hpi base ON base.state = c.state AND base.quarter = l.quarter
  LEFT JOIN hpi now ON now.state = c.state AND now.quarter = p.quarter AND c.type = 'residential-building'
    AND p.value_date > l.value_date AND NOT l.differs)"""

COVERED = """worth AS (
  SELECT collateral, type, CASE WHEN differs OR valid_until < :day THEN NULL ELSE value END AS value FROM current),
claimed AS (
  SELECT s.mortgage, {least}(m.amount, sum(l.principal)) AS claim, sum(l.principal) AS principal
  FROM secures s JOIN loan l ON l.id = s.loan JOIN mortgage m ON m.id = s.mortgage GROUP BY s.mortgage, m.amount),
turns AS (
  SELECT s.collateral, s.mortgage, w.value, w.type, c.claim,
    max(s.prior_claims) OVER (PARTITION BY s.collateral ORDER BY m.is_registered DESC, s.rank) AS prior_claims,
    CASE WHEN w.value IS NOT NULL THEN {greatest}(0, w.value - s.prior_claims) END AS there,
    row_number() OVER (PARTITION BY s.collateral ORDER BY m.is_registered DESC, s.rank) AS turn
  FROM stake s JOIN mortgage m ON m.id = s.mortgage JOIN claimed c ON c.mortgage = s.mortgage
  LEFT JOIN worth w ON w.collateral = s.collateral),
first_turns AS (
  SELECT collateral, {greatest}(0, {least}(coalesce(there, 0), claim - coalesce(sum(there) OVER (PARTITION BY mortgage
    ORDER BY collateral ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0))) AS drawn
  FROM turns WHERE turn = 1),
found AS (
  SELECT t.mortgage, t.value IS NULL AS is_unknown, CASE WHEN t.value IS NOT NULL THEN r.cap END AS cap,
    CASE WHEN t.turn = 1 OR t.value IS NULL THEN t.there ELSE {greatest}(0, t.value - f.drawn - t.prior_claims) END AS found
  FROM turns t JOIN first_turns f ON f.collateral = t.collateral LEFT JOIN rule r ON r.type = t.type),
tallied AS (
  SELECT mortgage, sum(found) AS value, sum(found * cap {over} 100000000) AS lendable, min(cap) AS lowest,
    CASE WHEN min(cap) = max(cap) THEN min(cap) ELSE sum(found * cap) {over} nullif(sum(found), 0) END AS cap,
    sum(CASE WHEN is_unknown THEN 1 ELSE 0 END) AS unknown
  FROM found GROUP BY mortgage),
holders AS (SELECT loan, count(*) AS count, min(mortgage) AS one, max(mortgage) AS other FROM secures GROUP BY loan),
own AS (
  SELECT s.mortgage, {least}(m.amount, sum(l.principal)) AS secured
  FROM secures s JOIN holders h ON h.loan = s.loan AND h.count = 1 JOIN loan l ON l.id = s.loan
  JOIN mortgage m ON m.id = s.mortgage GROUP BY s.mortgage, m.amount),
pairs AS (
  SELECT h.one, h.other, l.principal, m1.amount - coalesce(o1.secured, 0) AS room1,
    m2.amount - coalesce(o2.secured, 0) AS room2,
    CASE WHEN coalesce(t1.lendable, 0) + coalesce(t2.lendable, 0) > 0 THEN coalesce(t1.lendable, 0) ELSE m1.amount END AS w1,
    CASE WHEN coalesce(t1.lendable, 0) + coalesce(t2.lendable, 0) > 0 THEN coalesce(t2.lendable, 0) ELSE m2.amount END AS w2
  FROM holders h JOIN loan l ON l.id = h.loan JOIN mortgage m1 ON m1.id = h.one JOIN mortgage m2 ON m2.id = h.other
  JOIN tallied t1 ON t1.mortgage = h.one JOIN tallied t2 ON t2.mortgage = h.other
  LEFT JOIN own o1 ON o1.mortgage = h.one LEFT JOIN own o2 ON o2.mortgage = h.other WHERE h.count = 2),
halves AS (
  SELECT *, {least}(principal - {least}(principal * w2 {over} (w1 + w2), room2), room1) AS part1 FROM pairs),
parts AS (
  SELECT mortgage, secured FROM own UNION ALL SELECT one, part1 FROM halves
  UNION ALL SELECT other, {least}(principal - part1, room2) FROM halves),
secured AS (SELECT mortgage, sum(secured) AS secured FROM parts GROUP BY mortgage),
covered AS (
  SELECT m.id, m.number, m.is_registered, m.signed_on, s.secured, t.value, t.lendable, coalesce(t.cap, t.lowest) AS cap,
    CASE WHEN t.value > 0 THEN (s.secured * 100000000 + t.value - 1) {over} t.value END AS ratio,
    CASE WHEN t.lendable IS NOT NULL THEN {greatest}(0, s.secured - t.lendable) END AS shortfall, t.unknown
  FROM mortgage m JOIN secured s ON s.mortgage = m.id JOIN tallied t ON t.mortgage = m.id)"""

DROPS = ("""
  {dated}, {current}, {earlier}, {covered},
at_risk AS (
  SELECT s.collateral, sum(c.secured) AS exposure, max(c.ratio) AS ratio FROM stake s JOIN covered c ON c.id = s.mortgage
  GROUP BY s.collateral)""", """
  SELECT t.number, t.type, f.value AS was, t.value AS became, (f.value - t.value) * 100000000 {over} f.value AS fall,
  f.on_day AS from_day, t.on_day AS to_day, r.ratio, r.exposure, t.state
FROM current t JOIN earlier f ON f.collateral = t.collateral JOIN at_risk r ON r.collateral = t.collateral
WHERE t.value < f.value AND NOT t.differs AND NOT f.differs AND t.valid_until >= :day AND f.on_day < t.on_day
ORDER BY r.exposure DESC, fall DESC, t.collateral""")

COVERAGE = ("""
  {dated}, {current}, {covered}""", """
  SELECT number, secured, value, lendable, ratio, cap, shortfall, unknown FROM covered ORDER BY id""")

ALERTS = ("""
  {dated}, {current}, {covered},
known AS (SELECT * FROM current WHERE NOT differs AND valid_until >= :day),
earlier_points AS (
  SELECT d.on_day, max(r.value_date) AS value_date, max(r.quarter) AS quarter
  FROM (SELECT DISTINCT on_day FROM known) d JOIN revaluation r ON r.value_date < d.on_day AND r.filed <= :known
  GROUP BY d.on_day),
before_last AS (
  SELECT d.collateral, max(d.value_date) AS value_date, {last_value}, {last_quarter}
  FROM (SELECT a.* FROM dated a JOIN known k ON k.collateral = a.collateral AND a.value_date < k.on_day) d
  GROUP BY d.collateral),
previous AS (
  SELECT k.collateral, CASE WHEN now.value IS NULL THEN b.value
    ELSE (2 * b.value * now.value + base.value) {over} (2 * base.value) END AS value
  FROM known k JOIN before_last b ON b.collateral = k.collateral
  LEFT JOIN hpi base ON base.state = k.state AND base.quarter = b.quarter
  LEFT JOIN earlier_points p ON p.on_day = k.on_day AND p.value_date > b.value_date AND k.type = 'residential-building'
  LEFT JOIN hpi now ON now.state = k.state AND now.quarter = p.quarter),
initial AS (SELECT collateral, min(value) AS value FROM dated WHERE is_initial = 1 AND NOT differs GROUP BY collateral),
falls AS (
  SELECT k.number, k.collateral, {greatest}(coalesce((p.value - k.value) * 100000000 {over} p.value, 0),
    coalesce((i.value - k.value) * 100000000 {over} i.value, 0)) AS fall
  FROM known k LEFT JOIN previous p ON p.collateral = k.collateral LEFT JOIN initial i ON i.collateral = k.collateral),
verified AS (
  SELECT collateral, max(value_date) AS value_date, {last_agrees}, {last_due}
  FROM (SELECT collateral, verified_on AS value_date, agrees, due FROM verification
    WHERE verified_on <= :day AND filed <= :known) v GROUP BY collateral),
at_risk AS (
  SELECT s.collateral, sum(c.secured) AS exposure FROM stake s JOIN covered c ON c.id = s.mortgage GROUP BY s.collateral),
raised AS (
  SELECT 'value-fall' AS rule, number AS subject, collateral,
    CASE WHEN fall >= 30000000 THEN 3 WHEN fall >= 20000000 THEN 2 ELSE 1 END AS level FROM falls WHERE fall >= 10000000
  UNION ALL SELECT 'valuation', c.number, c.id, CASE WHEN k.collateral IS NULL OR :day - k.due > 180 THEN 3
    WHEN :day - k.due > 90 THEN 2 ELSE 1 END
  FROM collateral c LEFT JOIN known k ON k.collateral = c.id WHERE k.collateral IS NULL OR k.due < :day
  UNION ALL SELECT 'title-verification', c.number, c.id, CASE WHEN v.agrees = 0 THEN 3 WHEN :day - v.due >= 90 THEN 2 ELSE 1 END
  FROM verified v JOIN collateral c ON c.id = v.collateral WHERE v.agrees = 0 OR v.due <= :day),
listed AS (
  SELECT x.rule, x.subject, x.level, r.exposure FROM raised x JOIN at_risk r ON r.collateral = x.collateral
  UNION ALL SELECT 'registration', number, CASE WHEN :day - signed_on > 90 THEN 3 ELSE 2 END, secured FROM covered
  WHERE is_registered = 0 AND :day - signed_on > 30
  UNION ALL SELECT 'pledge-ratio', number, CASE WHEN ratio IS NULL OR ratio > 100000000 THEN 3
    WHEN ratio > cap + 10000000 THEN 2 ELSE 1 END, secured
  FROM covered WHERE ratio > {least}(cap, 100000000) OR (value = 0 AND secured > 0))""", """
  SELECT rule, subject, level, exposure FROM listed ORDER BY level DESC, exposure DESC, rule, subject""")

SHOW = ("""
  asked AS (SELECT * FROM collateral WHERE number = :number)""", """
  SELECT 'value' AS what, a.value_date AS day, a.value AS amount, '' AS text FROM appraisal a JOIN asked o ON o.id = a.collateral
WHERE a.value_date <= :day AND a.filed <= :known
UNION ALL SELECT 'indexed', r.value_date, (2 * a.value * now.value + base.value) {over} (2 * base.value), o.state
FROM asked o JOIN revaluation r ON r.value_date <= :day AND r.filed <= :known JOIN appraisal a ON a.collateral = o.id
  AND a.filed <= :known AND a.value_date = (SELECT max(b.value_date) FROM appraisal b
    WHERE b.collateral = o.id AND b.value_date <= r.value_date AND b.filed <= :known)
  JOIN hpi now ON now.state = o.state AND now.quarter = r.quarter
  JOIN hpi base ON base.state = o.state AND base.quarter = a.quarter
WHERE o.type = 'residential-building'
UNION ALL SELECT 'mortgage', m.signed_on, m.amount, m.number FROM stake s JOIN asked o ON o.id = s.collateral
JOIN mortgage m ON m.id = s.mortgage
UNION ALL SELECT 'loan', 0, l.principal, l.number FROM stake s JOIN asked o ON o.id = s.collateral
JOIN secures e ON e.mortgage = s.mortgage JOIN loan l ON l.id = e.loan
UNION ALL SELECT 'verified', v.verified_on, v.agrees, '' FROM verification v JOIN asked o ON o.id = v.collateral
WHERE v.verified_on <= :day AND v.filed <= :known ORDER BY 2, 1""")

QUESTIONS = {"drops": DROPS, "coverage": COVERAGE, "alerts": ALERTS, "show": SHOW}


# The steps that are looked up by their first column.
LOOKED_UP = {"worth", "claimed", "first_turns", "tallied", "holders", "own", "secured", "covered", "current", "earlier",
             "at_risk", "known", "previous", "initial", "before_last", "earlier_points"}


def statements(engine, question, **values):
    """What is to be executed; the last one answers."""
    dialect = DIALECTS[engine]
    words = {"over": dialect["over"], "least": dialect["least"], "greatest": dialect["greatest"]}
    words |= {f"last_{column}": dialect["last"].format(column)
              for column in ("value", "differs", "valid_until", "quarter", "due", "agrees")}
    parts = {"dated": DATED, "covered": COVERED.format(**words)}
    parts |= {name: VALUED.format(name=name, day=day, **words) for name, day in (("current", ":day"), ("earlier", ":since"))}
    steps, select = (text.format(**words, **parts) for text in QUESTIONS[question])
    if engine == "duckdb":
        return [filled(f"WITH {steps} {select}", values)]
    done = ["PRAGMA temp_store = memory", "PRAGMA cache_size = -200000"]
    for name, step in STEP.findall(steps):
        done.append(f"CREATE TEMP TABLE {name} AS {filled(step, values)}")
        if name in LOOKED_UP:
            column = re.match(r"SELECT (?:DISTINCT )?(?:\w+\.)?(\w+|\*)", step.strip())[1]
            done.append(f"CREATE INDEX temp.{name}_index ON {name} ({'collateral' if column == '*' else column})")
    return [*done, filled(select, values)]


def filled(text, values):
    for name, value in values.items():
        text = text.replace(f":{name}", f"'{value}'" if isinstance(value, str) else str(value))
    return text
