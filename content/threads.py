"""What is said about an artefact, ready to print: who may read it and who may do what with it."""

from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef

from content.enums import FaultState
from content.models import Artefact, Reply, Watch
from content.rules import may_edit_reply, may_mark_fixed, may_read_reply, may_reopen, may_take_back_reply

A_PAGE = 30


@dataclass
class Said:
    """One reply as a certain reader meets it; where ``can_read`` is not, only its answers are shown."""

    reply: Reply
    can_read: bool
    is_own: bool
    can_edit: bool
    can_take_back: bool
    can_fix: bool
    can_reopen: bool
    answers: list["Said"] = field(default_factory=list)


@dataclass
class Threads:
    """A page of threads, newest first; ``total`` is known on the first page only, ``next`` leads to older ones."""

    rows: list[Said]
    total: int | None
    next: int | None


def standing(artefact, user):
    """(whether anything was said about it, whether ``user`` watches it), in one small query."""
    if not user.pk:
        return Reply.objects.filter(artefact=artefact).exists(), False
    said = Exists(Reply.objects.filter(artefact=OuterRef("pk")))
    watched = Exists(Watch.objects.filter(artefact=OuterRef("pk"), member=user.pk))
    return Artefact.objects.filter(pk=artefact.pk).values_list(said, watched).get()


def threads_of(artefact, user, before=0):
    """The threads that ``user`` may read, those older than the reply ``before`` if given: two queries."""
    found = artefact.replies.threads_for(user)
    if before:
        found = found.filter(pk__lt=before)
    roots = list(found[: A_PAGE + 1])
    shown = roots[:A_PAGE]
    rows = {root.pk: _said(root, artefact, user) for root in shown}
    answers = Reply.objects.filter(parent__in=rows).visible_to(user).for_thread().order_by("pk")
    for answer in answers if rows else ():
        rows[answer.parent_id].answers.append(_said(answer, artefact, user))
    total = None if before else (roots[0].total if roots else 0)
    return Threads(list(rows.values()), total, shown[-1].pk if len(roots) > A_PAGE else None)


def has_open_faults(threads):
    """Whether somebody could be asked in which version a fault is fixed."""
    return any(row.can_fix and row.reply.fault == FaultState.OPEN for row in threads.rows)


def _said(reply, artefact, user):
    reply.artefact = artefact
    is_fixed = reply.fault == FaultState.FIXED
    return Said(
        reply=reply,
        can_read=bool(may_read_reply(user, reply)),
        is_own=user.is_authenticated and reply.by_id == user.pk,
        can_edit=bool(may_edit_reply(user, reply)),
        can_take_back=bool(may_take_back_reply(user, reply)),
        can_fix=bool(may_mark_fixed(user, reply)) and not is_fixed,
        can_reopen=bool(may_reopen(user, reply)) and is_fixed,
    )
