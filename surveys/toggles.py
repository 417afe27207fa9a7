"""Completes only, and without flagged answers: what may be published beside the figures of everybody.

Two tables of the same people can be subtracted. So a toggle is published once, with the last snapshot, and only
where each of its counts differs from every published one by nobody or by at least five people; both toggles only
where each of the four groups they make is nobody or at least five.
"""

from collections import Counter, defaultdict

from people.enums import DOERS, HELPERS
from surveys import cells
from surveys.readings import ALL
from surveys.results import COMPLETES, KEPT, UNFLAGGED

GROUPS = ("doers", "helpers", "others")
REST = "rest"  # all but the doers
# What must be safe before a segment is shown: what it parts the people into, and what the segments before it do.
PARTS = {
    "": (ALL,),
    "group=doers": (ALL, "doers", REST),
    "group=helpers": (ALL, "doers", REST, "helpers", "others"),
}
SHOWN = {"": ALL, "group=doers": "doers", "group=helpers": "helpers"}
BOTH = (COMPLETES, UNFLAGGED)


def group_of(role):
    """Whether a role is one of those who run services, of those who help them, or neither."""
    return "doers" if role in DOERS else "helpers" if role in HELPERS else "others"


def offered(reading, published):
    """{toggle: {segment: [keys of the needs]}} of what may be shown; ``published`` holds the tables of every
    snapshot, the new one last."""
    counted = _counted(reading)
    safe = {key: _safe(counted[key], [_table(tables, key) for tables in published]) for key in counted}
    found = {toggle: {} for toggle in BOTH if _tells(reading, toggle)}
    for toggle, held in found.items():
        for segment, group in SHOWN.items():
            keys = [
                key
                for key in counted
                if (toggle, segment) in safe[key] and _part(counted[key][group], toggle) >= cells.LEAST_SHOWN
            ]
            if keys[:1] == [""] and keys[1:]:
                held[segment] = keys[1:]
    return {toggle: segments for toggle, segments in found.items() if segments}


def _counted(reading):
    """{"" or a need: {group or all: {(complete, flagged): n}}}"""
    counted = {key: defaultdict(Counter) for key in ("", *reading.items)}
    for about, n in reading.people.items():
        _add(counted[""], about, n)
    for pair, n in reading.pairs.items():
        _add(counted[pair.item], pair.about, n)
    return counted


def _add(groups, about, n):
    group = group_of(about.role)
    for key in (ALL, group, *([] if group == "doers" else [REST])):
        groups[key][about] += n


def _table(tables, key):
    """The published counts of a table, with that of all but the doers, which anybody can work out."""
    table = tables[f"role/{key}"]
    known = [table.get(name, 0) for name in (ALL, "doers")]
    return table | {REST: None if None in known else known[0] - known[1]}


def _safe(groups, published):
    """The (toggle, segment) that may be shown of one table."""
    found = set()
    for segment, parts in PARTS.items():
        fits = [toggle for toggle in BOTH if all(_fits(groups[key], toggle, key, published) for key in parts)]
        if len(fits) == 2 and not all(_fit_together(groups[key]) for key in parts):
            fits.remove(UNFLAGGED)
        found |= {(toggle, segment) for toggle in fits}
    return found


def _fits(counted, toggle, key, published):
    """Whether the part that a toggle leaves of a count may stand beside all that was published of it."""
    part = _part(counted, toggle)
    beside = [table[key] for table in published if table.get(key) is not None]
    shown_now = published[-1].get(key, 0) is not None
    return shown_now and cells.are_safe([part]) and all(cells.is_safe_step(n, part) for n in beside)


def _fit_together(counted):
    """Whether both toggles may be published of a count."""
    atoms = Counter()
    for about, n in counted.items():
        atoms[about.complete, about.flagged] += n
    one, other = (_part(counted, toggle) for toggle in BOTH)
    return cells.are_safe(atoms.values()) and cells.is_safe_step(one, other)


def _part(counted, toggle):
    """How many of a count a toggle leaves."""
    return sum(n for about, n in counted.items() if KEPT[toggle](about))


def _tells(reading, toggle):
    """Whether the toggle leaves anybody out."""
    return any(not KEPT[toggle](about) for about in reading.people)
