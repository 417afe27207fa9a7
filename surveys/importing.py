"""Verbs of taking in answers that were given offline: a CSV file is read row by row, looked at, then taken whole.

One answer a row: ``respondent_id,outcome_id,importance,coverage`` and, where they are wanted, ``value`` and ``text``
for other questions and ``role``, ``size_band``, ``sector`` and ``region`` of the respondent. The outcome is the key of
a need or question. Nothing is taken from a file with a bad row. A respondent who is in already stays as they are, so
that a file may be sent twice.
"""

import hmac
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.publishing import Refused
from people.answers import demand
from people.enums import RoleKind, Sector, SizeBand
from surveys import answering, tables
from surveys.enums import Mode, NoAnswer, QuestionType
from surveys.models import Answer, Item, Response, Survey, Wave
from surveys.rules import may_run
from surveys.tables import Bad, BadRow

MOST_BYTES = 800 * 1024
MOST_ROWS = 20_000
NEEDED = ("respondent_id", "outcome_id")
PROFILE = {"role": RoleKind, "size_band": SizeBand, "sector": Sector}
KNOWN = frozenset({*NEEDED, "importance", "coverage", "satisfaction", "value", "text", "region", *PROFILE})
BETWEEN = ";"  # several choices in one field
TAKEN, IN_ALREADY, LEFT_OPEN = (
    gettext_lazy("taken"),
    gettext_lazy("this respondent is in already"),
    gettext_lazy("left open"),
)


@dataclass
class Respondent:
    """What one person gave: {item: the columns of its answer}."""

    profile: dict[str, str]
    line: int
    is_in: bool = False
    given: dict[Item, dict] = field(default_factory=dict)


@dataclass
class Plan:
    """What would become of a file: each row as (line, respondent, outcome, what becomes of it)."""

    respondents: dict[str, Respondent] = field(default_factory=dict)
    rows: list[tuple[int, str, str, str]] = field(default_factory=list)
    bad: list[Bad] = field(default_factory=list)

    @property
    def new(self):
        return {name: one for name, one in self.respondents.items() if not one.is_in and one.given}

    @property
    def answers(self):
        return sum(len(one.given) for one in self.new.values())


def plan(wave, text):
    """Read a file for an open wave without taking anything. Raises tables.Unreadable, and Refused if not open."""
    _demand_open(wave)
    header, records = tables.opened(text)
    if problem := _header_problem(header):
        raise tables.Unreadable(problem)
    items = {item.key: item for item in Item.objects.filter(question__wave=wave).select_related("question")}
    found, seen = Plan(), {}

    def take(line, row):
        if line > MOST_ROWS:
            raise BadRow(_("only %(most)d rows are taken at a time.") % {"most": MOST_ROWS})
        name, key = tables.named(row, "respondent_id"), tables.named(row, "outcome_id")
        if key not in items:
            raise BadRow(_("the survey has no “%(key)s”.") % {"key": key[:40]})
        if (first := seen.setdefault((name, key), line)) != line:
            raise BadRow(_("this answer was given on line %(first)d already.") % {"first": first})
        one = _respondent(found, name, row, line)
        given = _given(items[key], row)
        if given:
            one.given[items[key]] = given
        found.rows.append((line, name, key, TAKEN if given else LEFT_OPEN))

    found.bad = tables.take_all(header, records, take)
    _mark_known(wave, found)
    return found


@transaction.atomic
def take(wave, text, *, by):
    """Take a file that has no bad row; answers its plan. Raises Refused, PermissionDenied and tables.Unreadable."""
    wave = answering.lock(wave.pk)
    demand(may_run(by, wave.survey))
    found, now = plan(wave, text), timezone.now()
    if found.bad:
        raise Refused(_("Nothing was taken: the file has rows that cannot be used."))
    if not found.new:
        return found
    order = list(
        Item.objects.filter(question__wave=wave).order_by("position", "pk").values_list("pk", flat=True)
    )
    made = [(_response(wave, name, one, order, now), one.given) for name, one in found.new.items()]
    Response.objects.bulk_create([response for response, _answers in made], batch_size=500)
    Answer.objects.bulk_create(
        (
            Answer(response=response, item=item, **columns)
            for response, answers in made
            for item, columns in answers.items()
        ),
        batch_size=500,
    )
    Wave.objects.filter(pk=wave.pk).update(last_answer_at=now)
    Survey.objects.filter(pk=wave.survey_id, frozen_at=None).update(frozen_at=now)
    return found


def _demand_open(wave):
    if not wave.takes_answers(timezone.now()):
        raise Refused(_("Answers can be imported while the wave is open."))


def _header_problem(header):
    missing = [name for name in NEEDED if name not in header]
    if missing:
        return _("The header lacks: %(names)s") % {"names": ", ".join(missing)}
    strange = [name[:40] for name in header if name not in KNOWN]
    if strange:
        return _("The header has columns that are not known: %(names)s") % {"names": ", ".join(strange)}
    return (
        _("Use one of the columns coverage and satisfaction.")
        if {"coverage", "satisfaction"} <= {*header}
        else ""
    )


def _respondent(found, name, row, line):
    """The respondent of a row. Raises BadRow where an earlier row says something else of them."""
    profile = {}
    for column, kinds in PROFILE.items():
        said = row.get(column, "")
        if said and said not in kinds.values:
            raise BadRow(
                _("%(column)s is “%(said)s”; see the list of keys.") % {"column": column, "said": said[:40]}
            )
        profile[column] = said
    profile["region"] = row.get("region", "")[:60]
    one = found.respondents.setdefault(name, Respondent(profile, line))
    if one.profile != profile:
        raise BadRow(_("the respondent was described otherwise on line %(line)d.") % {"line": one.line})
    return one


def _given(item, row):
    """The columns of an answer; empty for one that was left open. Raises BadRow."""
    kind, said = item.question.type, {}
    if kind == QuestionType.NEED_GAP and row.get("value"):
        raise BadRow(_("a need has importance and coverage, no value."))
    if kind == QuestionType.NEED_GAP:
        said = _scale(row, "importance", "importance")
        said |= _scale(row, "coverage" if "coverage" in row else "satisfaction", "coverage")
    elif row.get("importance") or row.get("coverage") or row.get("satisfaction"):
        raise BadRow(_("this question has no importance and coverage."))
    elif row.get("value"):
        said = {"value": _value(item.question, row["value"])}
    if row.get("text"):
        said["text"] = row["text"]
    try:
        return answering.checked(item, said) if said else {}
    except answering.NotValid as refused:
        raise BadRow(str(refused)) from refused


def _scale(row, column, name):
    said = row.get(column, "")
    if said in NoAnswer.values:
        return {f"no_{name}": said}
    value = tables.on_scale(row, column) if said else None
    return {} if value is None else {name: value}


def _value(question, said):
    """A field of the column "value" as the question's type stores it."""
    if question.type in (QuestionType.MULTIPLE, QuestionType.RANKING):
        return [part.strip() for part in said.split(BETWEEN)]
    if question.type == QuestionType.SCALE:
        return int(said) if said in tables.SCALE else said
    if question.type == QuestionType.NUMBER:
        return tables.as_number("value", said)
    return said


def _mark_known(wave, found):
    marks = {_mark(wave, name): one for name, one in found.respondents.items()}
    held = Response.objects.filter(wave=wave, imported=True).values_list("resume_hash", flat=True)
    for mark in marks.keys() & set(held):
        marks[mark].is_in = True
    found.rows = [
        (line, name, key, IN_ALREADY if found.respondents[name].is_in else what)
        for line, name, key, what in found.rows
    ]


def _mark(wave, name):
    """By what a respondent of a file is known again while the wave is open; nobody reads the name from it."""
    return hmac.new(bytes.fromhex(wave.key), f"imported:{name}".encode(), "sha256").hexdigest()


def _response(wave, name, one, order, now):
    answered, skipped = answering.tally(one.given.values())
    anonymous = wave.survey.mode == Mode.ANONYMOUS
    return Response(
        wave=wave,
        anonymous=anonymous,
        resume_hash=_mark(wave, name),
        order=order,
        shown=len(order),
        answered=answered,
        not_applicable=skipped,
        opened_at=answering.when(anonymous, now),
        finished_at=answering.when(anonymous, now),
        imported=True,
        is_demo=wave.survey.is_demo,
        **one.profile,
    )
