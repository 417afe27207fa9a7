"""Verbs of taking a survey: open a response, answer, come back, finish; open and close a wave.

Every answer is stored the moment it is given, and giving it twice changes nothing. All of them hold the wave's
row, so that after closing nothing is counted: an answer is in before the wave closes, or it is refused.
"""

import hashlib
import hmac
import random
import re
import secrets
from dataclasses import dataclass
from itertools import takewhile

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content.publishing import Refused
from people.answers import demand
from surveys.enums import Mode, NoAnswer, QuestionType, Stage, TextState
from surveys.models import Answer, AskAgain, Item, Participation, Question, Response, Survey, Wave
from surveys.rules import may_answer, may_continue, may_run

# No letters or digits that look alike; 32 of them, so 16 make 80 bits.
CODE_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CODE_LENGTH = 16
_CODE = re.compile(f"[{CODE_LETTERS}]{{{CODE_LENGTH}}}")
LONGEST_SCREEN = 600  # seconds that one answer may add to the time a response took
MOST_TEXT = 4000
OF_MANY = (QuestionType.NEED_GAP, QuestionType.PAIRWISE)  # their items are built one by one
GIVEN = frozenset({"importance", "coverage", "no_importance", "no_coverage", "value", "text"})
CLEARS = {
    "importance": ("no_importance", ""),
    "coverage": ("no_coverage", ""),
    "no_importance": ("importance", None),
    "no_coverage": ("coverage", None),
}
PROFILE = frozenset({"role", "size_band", "sector", "region", "language"})


class NotValid(Refused):
    """What was given is no answer to this item."""


class TakenAlready(Refused):
    """This account took part in the anonymous wave; only the resume code leads back."""


@dataclass(frozen=True)
class Started:
    """A response, and its resume code, which is shown once and kept nowhere."""

    response: Response
    code: str


@transaction.atomic
def open_wave(wave, *, by):
    """Let a wave take answers. Raises Refused where it has no items or another wave is open."""
    wave = lock(wave.pk)
    demand(may_run(by, wave.survey))
    if wave.stage != Stage.DRAFT:
        raise Refused(_("This wave was opened before."))
    add_missing_items(wave)
    if not Item.objects.filter(question__wave=wave).exists():
        raise Refused(_("Add a question first."))
    if Wave.objects.filter(survey=wave.survey_id, stage=Stage.OPEN).exists():
        raise Refused(_("Another wave of this survey is open. Close it first."))
    wave.stage, wave.key = Stage.OPEN, secrets.token_hex(32)
    wave.save(update_fields=["stage", "key"])
    return wave


def add_missing_items(wave):
    """Give each question that is no grid and has no item the one that its answers belong to."""
    without = Question.objects.filter(wave=wave, items=None).exclude(type__in=OF_MANY)
    Item.objects.bulk_create(
        Item(question=question, key=question.key, label=question.text[:200]) for question in without
    )


@transaction.atomic
def close_wave(wave, *, by):
    """Take no more answers, and delete the key: from now on no participation mark leads to anybody."""
    wave = lock(wave.pk)
    demand(may_run(by, wave.survey))
    return _close(wave)


def close_due(now):
    """Close every wave whose time is over; answers how many."""
    due = (
        Wave.objects.filter(stage=Stage.OPEN, closes_at__lte=now).order_by("pk").values_list("pk", flat=True)
    )
    for pk in list(due):
        with transaction.atomic():
            _close(lock(pk))
    return len(due)


@transaction.atomic
def start(wave, *, by, source=None, first=None, code="", for_pairs=False):
    """Open a response; a member who has one gets it back, without a code.

    ``first`` is the id of the item that stood on the screen before there was a response; it stays the first one.
    ``code`` is the one that the page made (fresh_code): sent twice, it leads to one response.
    Of an anonymous wave a member's part is remembered as a mark to the day, and TakenAlready is raised when
    they begin again: only the code leads back. The items are shuffled once and keep their order.
    ``for_pairs`` says that it is opened by a vote in the pairwise round, not by the questions.
    """
    wave, now = lock(wave.pk), timezone.now()
    demand(may_answer(by, wave, now))
    anonymous = wave.survey.mode == Mode.ANONYMOUS
    member = by if by.is_authenticated and not anonymous else None
    if member and (held := Response.objects.filter(wave=wave, member=member).first()):
        return Started(held, "")
    code = code if _CODE.fullmatch(code) else fresh_code()
    if held := Response.objects.filter(resume_hash=hash_of(code)).first():
        if held.wave_id == wave.pk and may_continue(by, held):
            return Started(held, code)
        code = fresh_code()
    if anonymous and by.is_authenticated:
        _mark(wave, by, now)
    order = _beginning_with(first, wave)
    response = Response.objects.create(
        wave=wave,
        member=member,
        anonymous=anonymous,
        resume_hash=hash_of(code),
        source=source,
        order=order,
        shown=min(len(order), wave.first_items),
        opened_at=when(anonymous, now),
        came_for_pairs=for_pairs,
        is_demo=wave.survey.is_demo,
    )
    return Started(response, code)


def fresh_code():
    """A resume code that nobody has."""
    return "".join(secrets.choice(CODE_LETTERS) for _letter in range(CODE_LENGTH))


def resume(wave, *, by, code=""):
    """The response that an account or a code leads to; None where there is none."""
    rows = Response.objects.filter(wave=wave)
    if code:
        return rows.filter(resume_hash=hash_of(code)).first()
    return rows.filter(member=by).first() if by.is_authenticated else None


@transaction.atomic
def answer(response, item, given, *, by, seconds=None):
    """Store what was given to one item: some of importance, coverage, their "no" codes, value and text.

    Only what is named changes, and a value takes the place of its code and the other way round. ``seconds`` is how
    long it was on the screen, None where nobody measured. Answers the stored row. Raises NotValid for what is no
    answer, PermissionDenied once the wave is closed.
    """
    wave, now = lock(response.wave_id), timezone.now()
    demand(may_answer(by, wave, now))
    demand(may_continue(by, response))
    if item.pk not in response.order:
        raise NotValid(_("This question is not part of the survey."))
    changes = checked(item, given)
    if "text" in changes and not response.answers.filter(item=item, text=changes["text"]).exists():
        changes["text_state"] = TextState.WAITING  # new words were read by no moderator
    if seconds is not None:
        changes["seconds"] = max(0, min(int(seconds), LONGEST_SCREEN))
    stored, _new = Answer.objects.update_or_create(response=response, item=item, defaults=changes)
    _note_progress(response, wave, now, changes.get("seconds", 0))
    return stored


@transaction.atomic
def keep_going(response, *, by):
    """Show the items after the first ten as well."""
    wave = lock(response.wave_id)
    demand(may_answer(by, wave, timezone.now()))
    demand(may_continue(by, response))
    response.shown = len(response.order)
    response.save(update_fields=["shown"])
    return response


@transaction.atomic
def describe(response, *, by, **profile):
    """Keep role, size, sector, region or language of who answers; nothing of it is ever required."""
    if unknown := profile.keys() - PROFILE:
        raise TypeError(f"A response has no {', '.join(sorted(unknown))}.")
    wave, now = lock(response.wave_id), timezone.now()
    demand(may_answer(by, wave, now))
    demand(may_continue(by, response))
    for name, said in profile.items():
        setattr(response, name, said)
    response.full_clean(fields_to_skip(response, profile), validate_constraints=False, validate_unique=False)
    response.save(update_fields=sorted(profile))
    Wave.objects.filter(pk=wave.pk).update(last_answer_at=now)
    return response


@transaction.atomic
def finish(response, *, by, ask_again="", may_be_asked=False):
    """Say that it is done, and whether the respondent may be asked again.

    Of an anonymous wave the address goes into a table of its own, from which nothing leads to the response.
    """
    wave, now = lock(response.wave_id), timezone.now()
    demand(may_answer(by, wave, now))
    demand(may_continue(by, response))
    response.finished_at = when(response.anonymous, now)
    response.may_be_asked = bool(may_be_asked and not response.anonymous and response.member_id)
    response.save(update_fields=["finished_at", "may_be_asked"])
    if ask_again:
        AskAgain.objects.get_or_create(wave=wave, email=ask_again.lower(), defaults={"day": now.date()})
    return response


def lock(wave_id):
    """The wave's row with its survey, fresh and held until the transaction ends."""
    return Wave.objects.select_related("survey").select_for_update(of=("self",), no_key=True).get(pk=wave_id)


def hash_of(code):
    """What is kept of a resume code; spaces, hyphens and small letters make no difference."""
    plain = "".join(letter for letter in code.upper() if letter.isalnum())
    return hashlib.sha256(plain.encode()).hexdigest()


def fields_to_skip(response, kept):
    """Names of all fields but those in ``kept``, for full_clean."""
    return [field.name for field in response._meta.fields if field.name not in kept]


def _close(wave):
    if wave.stage != Stage.OPEN:
        raise Refused(_("This wave is not open."))
    wave.stage, wave.closed_at, wave.key = Stage.CLOSED, timezone.now(), ""
    wave.save(update_fields=["stage", "closed_at", "key"])
    return wave


def _mark(wave, member, now):
    """Remember that this member took part, as nobody can read it without the wave's key."""
    mark = hmac.new(bytes.fromhex(wave.key), str(member.pk).encode(), "sha256").hexdigest()
    _row, new = Participation.objects.get_or_create(wave=wave, mark=mark, defaults={"day": now.date()})
    if not new:
        raise TakenAlready(_("You have begun this survey already. Go on with the code you were given."))


def openers(wave):
    """Ids of the items of which any may come first: of the grid a wave begins with, or its first question."""
    rows = _in_order(wave)
    grid = [pk for pk, _kind in takewhile(lambda row: row[1] == QuestionType.NEED_GAP, rows)]
    return grid or [pk for pk, _kind in rows[:1]]


def _in_order(wave):
    """(item id, type of its question) as they were built, of all that have a screen of their own."""
    rows = (
        Item.objects.filter(question__wave=wave)
        .exclude(question__type=QuestionType.PAIRWISE)
        .order_by("question__position", "question_id", "position", "pk")
    )
    return list(rows.values_list("pk", "question__type"))


def _beginning_with(first, wave):
    order = _shuffled(wave)
    if first in openers(wave):
        order.remove(first)
        order.insert(0, first)
    return order


def _shuffled(wave):
    """Item ids: grids in random order, everything else where it stands."""
    order, grid = [], []
    for pk, kind in [*_in_order(wave), (None, None)]:
        if kind == QuestionType.NEED_GAP:
            grid.append(pk)
            continue
        random.SystemRandom().shuffle(grid)
        order += [*grid, pk]
        grid = []
    return order[:-1]


def when(anonymous, now):
    """To the hour in anonymous surveys."""
    return now.replace(minute=0, second=0, microsecond=0) if anonymous else now


def _note_progress(response, wave, now, seconds):
    """Recount the response from its rows, freeze the survey with the first answer, tell the worker."""
    response.answered, response.not_applicable = tally(response.answers.values(*GIVEN))
    response.seconds += seconds
    response.save(update_fields=["answered", "not_applicable", "seconds"])
    Wave.objects.filter(pk=wave.pk).update(last_answer_at=now)
    Survey.objects.filter(Q(pk=wave.survey_id), frozen_at__isnull=True).update(frozen_at=now)


def tally(rows):
    """(answered, does not apply) of the columns of answers."""
    rows = list(rows)
    codes = ("no_importance", "no_coverage")
    skipped = sum(any(row.get(code) == NoAnswer.NOT_APPLICABLE for code in codes) for row in rows)
    return sum(any(part not in (None, "") for part in row.values()) for row in rows) - skipped, skipped


def checked(item, given):
    """The columns to write. Raises NotValid."""
    if not given or given.keys() - GIVEN:
        raise NotValid(_("Choose an answer."))
    changes = {}
    for name, said in given.items():
        _check_one(item, name, said)
        changes[name] = said
        if name in CLEARS and said not in (None, ""):
            other, blank = CLEARS[name]
            changes.setdefault(other, blank)
    return changes


def _check_one(item, name, said):
    if name == "text" and isinstance(said, str) and len(said) > MOST_TEXT:
        lengths = {"most": MOST_TEXT, "length": len(said)}
        raise NotValid(_("Use at most %(most)d characters; this has %(length)d.") % lengths)
    if name in ("importance", "coverage"):
        fits = said is None or (type(said) is int and 1 <= said <= 5)
    elif name in ("no_importance", "no_coverage"):
        fits = said in ("", *NoAnswer.values)
    elif name == "text":
        fits = isinstance(said, str) and "\0" not in said
    else:
        fits = _fits_question(item.question, said)
    if not fits:
        raise NotValid(_("This is no answer to “%(item)s”.") % {"item": item.label})


def _fits_question(question, said):
    """Whether a value answers a question of this type; None takes an answer back."""
    keys = [choice[0] for choice in question.choices]
    if said is None:
        return True
    if question.type == QuestionType.SINGLE:
        return said in keys
    if question.type == QuestionType.MULTIPLE:
        return isinstance(said, list) and len(set(map(str, said))) == len(said) and set(said) <= set(keys)
    if question.type == QuestionType.RANKING:
        return isinstance(said, list) and sorted(map(str, said)) == sorted(map(str, keys))
    if question.type == QuestionType.SCALE:
        return type(said) is int and 1 <= said <= 5
    if question.type == QuestionType.NUMBER:
        return type(said) in (int, float) and abs(said) < 1e15
    return False
