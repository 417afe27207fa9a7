"""A million ratings: how long it takes to weigh them all again and to score everything anew."""

import sqlite3
from time import perf_counter
from typing import Any

from ratings.evaluation.report import Report
from ratings.neighbours import dense
from ratings.scoring import VOTE, Score, Site, Sums, prior, score, site, weigh
from ratings.synthetic import draws

RATINGS, ARTEFACTS, MEMBERS, PRACTICES = 1_000_000, 20_000, 50_000, 34
BAR_SECONDS, BAR_NUMPY = 40, 5
BLOCK = 50_000
INTERESTS = (1.0, 1.0, 1.0, 0.25)


def run(*, ratings: int = RATINGS) -> Report:
    """Seconds for both, in plain Python and SQL on a database in memory, and with numpy where it is installed."""
    report = Report("scale", f"{ratings:,} ratings, made up")
    base = _filled(ratings)
    trust = [draws(7 + number).random() ** 2 for number in range(MEMBERS)]
    started = perf_counter()
    _reweigh(base, trust)
    reweighed = perf_counter()
    _rescore(base)
    done = perf_counter()
    report.take({"reweigh s": reweighed - started, "rescore s": done - reweighed})
    report.take({"reweigh and rescore s": done - started}, at_most={"reweigh and rescore s": BAR_SECONDS})
    if np := dense.numpy():
        _with_numpy(np, base, trust, report)
    else:
        report.notes.append("With numpy: not measured, it is not installed (requirements-science.txt).")
    report.notes.append("One rating through the ORM is measured by manage.py bench, on the site's database.")
    base.close()
    return report


def _filled(ratings: int) -> sqlite3.Connection:
    base, draw = sqlite3.connect(":memory:", isolation_level=None), draws(1)
    base.execute("CREATE TABLE rating (id INTEGER PRIMARY KEY, member, target, stars, interest, w, u)")
    base.execute("CREATE TABLE target (id INTEGER PRIMARY KEY, practice, tw, ts, uw, us, score, low)")
    rows = (
        (
            draw.randrange(MEMBERS),
            int(ARTEFACTS * draw.random() ** 3),
            draw.choices((1, 2, 3, 4, 5), (1, 2, 5, 7, 5))[0],
            draw.choice(INTERESTS),
        )
        for _ in range(ratings)
    )
    base.execute("BEGIN")
    base.executemany("INSERT INTO rating (member, target, stars, interest) VALUES (?, ?, ?, ?)", rows)
    base.executemany(
        "INSERT INTO target (id, practice) VALUES (?, ?)", ((n, n % PRACTICES) for n in range(ARTEFACTS))
    )
    base.execute("COMMIT")
    return base


def _reweigh(base: sqlite3.Connection, trust: list[float]) -> None:
    """Weigh every rating in blocks, write the weights back, and sum them up by SQL."""
    base.execute("BEGIN")
    for first in range(1, RATINGS + 1, BLOCK):
        rows = base.execute(
            "SELECT id, member, interest FROM rating WHERE id >= ? AND id < ?", (first, first + BLOCK)
        ).fetchall()
        new = [(*weigh(trust[member], interest), number) for number, member, interest in rows]
        base.executemany("UPDATE rating SET w = ?, u = ? WHERE id = ?", new)
    _sum_up(base)
    base.execute("COMMIT")


def _sum_up(base: sqlite3.Connection) -> None:
    base.execute(
        "UPDATE target SET tw = found.tw, ts = found.ts, uw = found.uw, us = found.us FROM (SELECT target, "
        "sum(w) tw, sum(w * stars) ts, sum(u) uw, sum(u * stars) us FROM rating GROUP BY target) found "
        "WHERE found.target = target.id"
    )


def _rescore(base: sqlite3.Connection) -> None:
    found = site(
        *base.execute("SELECT sum(w), sum(w * stars), sum(w * stars * stars) FROM rating").fetchone()
    )
    practices = {
        practice: (tw, ts)
        for practice, tw, ts in base.execute(
            "SELECT practice, sum(tw), sum(ts) FROM target GROUP BY practice"
        )
    }
    new = []
    for number, practice, *sums in base.execute(
        "SELECT id, practice, tw, ts, uw, us FROM target WHERE tw + uw > 0"
    ):
        scored = _scored(sums, practices[practice], found)
        new.append((round(scored.score * VOTE), round(scored.low * VOTE), number))
    base.execute("BEGIN")
    base.executemany("UPDATE target SET score = ?, low = ? WHERE id = ?", new)
    base.execute("COMMIT")


def _scored(sums: list[int], practice: tuple[int, int], found: Site) -> Score:
    drawn = prior([practice], sums[0], sums[1], mu=found.mu)
    return score(*Sums(*sums), prior=drawn, mu=found.mu, sigma=found.sigma)


def _with_numpy(np: Any, base: sqlite3.Connection, trust: list[float], report: Report) -> None:
    """The same ratings in arrays; the scores must be those that stand in the database."""
    rows = base.execute("SELECT member, target, stars, interest FROM rating").fetchall()
    member, target, stars, interest = map(np.array, zip(*rows, strict=True))
    started = perf_counter()
    proven, unproven = weights(np, np.array(trust)[member], interest)
    sums = [
        np.bincount(target, values, minlength=ARTEFACTS).astype(int)
        for values in (proven, proven * stars, unproven, unproven * stars)
    ]
    reweighed = perf_counter()
    found = site(*(float((proven * stars**power).sum()) for power in range(3)))
    practices = [
        np.bincount(np.arange(ARTEFACTS) % PRACTICES, values).astype(int).tolist() for values in sums[:2]
    ]
    of = list(zip(*practices, strict=True))
    scored = {
        number: _scored(own, of[number % PRACTICES], found)
        for number, own in enumerate(np.column_stack(sums).tolist())
        if own[0] + own[2]
    }
    done = perf_counter()
    stored = base.execute("SELECT id, score FROM target WHERE tw + uw > 0")
    if {number: round(one.score * VOTE) for number, one in scored.items()} != dict(stored):
        raise ValueError("numpy has scored something else.")
    report.take({"with numpy: reweigh s": reweighed - started, "with numpy: rescore s": done - reweighed})
    both = "with numpy: both s"
    report.take({both: done - started}, at_most={both: BAR_NUMPY})


def weights(np: Any, trust: Any, interest: Any) -> tuple[Any, Any]:
    """scoring.weigh of very many, as arrays."""
    whole = VOTE * interest
    return np.rint(whole * trust), np.rint(whole * (1.0 - trust))
