"""Published figures as flat tables, equal to those on the page: each row is one line of a CSV file."""

from django.utils.translation import gettext as _

from surveys import amounts, choices, findings
from surveys.enums import QuestionType
from surveys.results import COLUMNS

INTERVALS = (
    "importance_interval",
    "coverage_interval",
    "gap_interval",
    "imp_interval",
    "cov_interval",
    "opp_interval",
    "mwds_interval",
    "rank_interval",
)
NEEDS, GROUPS, WHO, STEPS, QUESTIONS = "needs", "groups", "who", "steps", "questions"
HEADERS = {
    GROUPS: ("item", "label", "segment", "gap"),
    WHO: ("table", "group", "people"),
    STEPS: ("step", "people"),
    QUESTIONS: ("question", "text", "type", "n", "what", "value", "share", "low", "high"),
}


def needs(payload, segment, only, items):
    """Each need of a segment as it is ranked; of hidden ones only the name."""
    beside = payload.get("toggles", {}).get(findings.UNFLAGGED, {}).get(segment, [])
    unflagged = {figures["item"]: figures.get("opp") for figures in beside}
    rows = []
    for figures in findings.entries(payload, segment, only):
        label = items[figures["item"]].label if figures["item"] in items else ""
        row = {"item": figures["item"], "label": label}
        row |= {name: figures.get(name) for name in COLUMNS}
        for name in INTERVALS:
            low, high = figures.get(name) or (None, None)
            row |= {f"{name}_low": low, f"{name}_high": high}
        row |= {name: figures.get(name) for name in ("quadrant", "quadrant_middle")}
        rows.append(row | {"opp_unflagged": unflagged.get(figures["item"])})
    return rows


def groups(payload, items):
    """The gap of each need in each group, as the heat maps and the comparison show it."""
    return [
        dict(zip(HEADERS[GROUPS], (item.key, item.label, segment, gap), strict=True))
        for columns, rows in findings.heat(payload, items).values()
        for item, gaps in rows
        for segment, gap in zip(columns, gaps, strict=True)
    ]


def who(payload):
    """Who answered; blank where a count is hidden."""
    said = findings.who(payload)
    tables = {"role": said.roles, "size": said.sizes, "sector": said.sectors, "region": said.regions}
    rows = [(name, str(label), n) for name, table in tables.items() for label, n in table]
    return [dict(zip(HEADERS[WHO], row, strict=True)) for row in [("", _("All"), said.n), *rows]]


def steps(payload):
    """How far those who came went; blank where fewer than five would be told."""
    found, _share, _interval = findings.funnel(payload)
    return [dict(zip(HEADERS[STEPS], (step.label, step.n), strict=True)) for step in found]


def questions(payload):
    """Every other question, one row a figure: choices with their shares, numbers, rankings."""
    rows = []
    for key, asked in zip(payload.get("choices", {}), choices.rows(payload.get("choices", {})), strict=True):
        kind = payload["choices"][key]["type"]
        rows += [
            (key, asked.text, kind, asked.n, row.label, row.n, row.share, *(row.interval or (None, None)))
            for row in asked.rows
        ]
    for key, said in payload.get("amounts", {}).items():
        rows += [(key, said["text"], said["type"], said["n"], *rest) for rest in _figures(said)]
    return [dict(zip(HEADERS[QUESTIONS], row, strict=True)) for row in rows]


def _figures(said):
    """(what, value, share, low, high) of a number or a ranking."""
    if said["type"] == QuestionType.NUMBER:
        return [
            (name, said[name], None, *(said[f"{name}_interval"] or (None, None)))
            for name in amounts.QUARTILES
        ]
    asked = amounts.ordered(said)
    ranks = [(label, rank, None, None, None) for label, rank in asked.ranks]
    return ranks + [
        (
            _("%(one)s before %(other)s") % {"one": pair.one, "other": pair.other},
            pair.n,
            pair.share,
            *(pair.interval or (None, None)),
        )
        for pair in asked.pairs
    ]
