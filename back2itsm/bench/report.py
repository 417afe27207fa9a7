"""The tables, in Markdown."""

from statistics import median

from back2itsm.bench.rounds import number
from back2itsm.bench.targets import (
    DATABASE_PAGES,
    GROWTH_LIMIT,
    TARGETS,
    growth,
    inside_rounds,
    outside_rounds,
)

DISCARDED = "{name}: {n} of {total} rounds {where} discarded, their floor was more than 25 % off its median."


def document(results, *, machine, command, turns, day):
    """The whole report of ``results``, one a library."""
    parts = [
        f"# Measured on {day}",
        f"Machine: {machine}. Command: `{command}`. {turns} rounds; each figure is the median of the rounds with the "
        "least and the greatest. In the process every ten requests have ten of the floor beside them, as a machine "
        "may be half as fast a second later: milliseconds are those of when the floor took its median.",
        "## Targets",
        _table(
            ["", "target", "limit", *map(_name, results), ""],
            [_target_row(target, results) for target in TARGETS],
        ),
        *_growth(results),
        "## What was left out or thrown away",
        *_notes(results),
        *(part for result in results for part in _details(result)),
    ]
    return "\n\n".join(parts) + "\n"


def of_ratings(results):
    """The targets of ratings, and each figure taken: a table for ``results`` of nothing else."""
    heads = ["target", "limit", *map(_name, results), ""]
    rows = [_target_row(target, results)[1:] for target in TARGETS if target.key == "Ratings"]
    taken = [[name, *(number(one["ratings"][name]) for one in results)] for name in results[0]["ratings"]]
    return f"{_table(heads, rows)}\n\n{_table(['figure', *map(_name, results)], taken)}\n"


def _name(result):
    return f"{'SQLite' if result['engine'] == 'sqlite' else 'PostgreSQL'}, {result['size']:,}"


def _target_row(target, results):
    values = [target.read(result) for result in results]
    sign = "at least" if target.is_least else "at most"
    cells = ["not measured" if value is None else _figure(value) for value in values]
    return [target.key, target.words, f"{sign} {target.limit:g}", *cells, verdict(target, values)]


def verdict(target, values):
    """In a word whether every library meets the target."""
    known = [target.is_met(value) for value in values if value is not None]
    if not known:
        return "not measured"
    if all(known):
        return "met"
    return f"not met ({known.count(False)} of {len(known)})" if any(known) else "not met"


def _figure(value):
    return number(value.middle) if value.low == value.high else str(value)


def _growth(results):
    """P5: each engine's largest library against its smallest."""
    for engine in dict.fromkeys(result["engine"] for result in results):
        own = sorted(
            (result for result in results if result["engine"] == engine), key=lambda result: result["size"]
        )
        if len(own) < 2:
            continue
        small, large = own[0], own[-1]
        rows = []
        for name in DATABASE_PAGES:
            value = growth(small, large, name)
            before, after = (median(result["inside"]["database"][name]) for result in (small, large))
            met = "met" if value.middle <= GROWTH_LIMIT else "not met"
            rows.append([name, number(before), number(after), str(value), f"at most {GROWTH_LIMIT:g}", met])
        yield f"## P5: database time, {_name(small)} and {large['size']:,}"
        yield (
            "CPU ms of the database for one page's statements, run again by themselves; the ratio is taken in units "
            "of each run's own row floor."
        )
        yield _table(["page", f"{small['size']:,}", f"{large['size']:,}", "ratio", "limit", ""], rows)


def _notes(results):
    notes = []
    for result in results:
        name, inside, outside = _name(result), result["inside"], result["outside"]
        notes += [f"{name}: left out: {reason}" for reason in outside["left_out"]]
        for where, taken, left in (
            ("in the process", inside["rounds"], inside_rounds(result)),
            ("through the network", outside["rounds"], outside_rounds(result)),
        ):
            if len(left) < len(taken):
                notes.append(
                    DISCARDED.format(name=name, n=len(taken) - len(left), total=len(taken), where=where)
                )
    return ["\n".join(f"- {note}" for note in notes) if notes else "Nothing."]


def _details(result):
    inside, outside = result["inside"], result["outside"]
    made = f"{inside['artefacts']:,} artefacts, made in {result['made']['seconds']:.0f} s."
    yield f"## {_name(result)}"
    yield f"{made} In the process: CPU ms of one request, ratio to the row floor of the same round."
    heads = [
        "page",
        "CPU ms",
        "ratio",
        "database, own process, CPU ms",
        "queries visitor, member more",
        "bytes",
    ]
    yield _table(heads, [_inside_row(name, result) for name in inside["rounds"][0]])
    if outside["rounds"]:
        yield (
            f"Through the network: `wrk -t1 -c8 --latency`, one gunicorn process; {outside['memory']:.0f} MB (PSS). "
            "Downloads: the two processes of `make run`."
        )
        heads = [
            "page",
            "requests/s",
            "CPU ms server",
            "CPU ms database",
            "p50 ms",
            "p99 ms",
            "bytes",
            "non-2xx",
        ]
        yield _table(heads, [_outside_row(name, told) for name, told in outside["details"].items()])


def _inside_row(name, result):
    inside = result["inside"]
    taken = inside_rounds(result)
    visitor, member = inside["queries"].get(name, (None, None))
    queries = "" if visitor is None else f"{visitor}, {member - visitor}"
    database = (
        number(median(one[name] for one in inside["database_rounds"]))
        if result["engine"] == "postgresql"
        else "in CPU ms"
    )
    ratio = sorted(one[name] / one["rows"] for one in taken)
    spread = f"{number(median(ratio))} ({number(ratio[0])} to {number(ratio[-1])})"
    cpu = number(median(one[name] for one in taken))
    return [name, cpu, spread, database, queries, f"{inside['bytes'][name]:,}"]


def _outside_row(name, told):
    timings = (number(told[key]) for key in ("rate", "cpu", "database_cpu", "p50", "p99"))
    return [name, *timings, f"{told['bytes']:,.0f}", str(told["failed"])]


def _table(heads, rows):
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)
