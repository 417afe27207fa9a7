"""What a moderator weighs: the creator's record, twins, what happened before."""

from dataclasses import dataclass

from django.db.models import Count, Q

from content.enums import State, Status
from content.models import File, StatusChange
from moderation.enums import ReportState
from moderation.models import Decision, Report

MOST_TWINS = 20
MOST_HISTORY = 50


@dataclass(frozen=True)
class Record:
    """How often what came from one member was published, sent back, hidden, removed, rightly reported."""

    published: int = 0
    sent_back: int = 0
    hidden: int = 0
    removed: int = 0
    upheld: int = 0


def record_of(member):
    """The record of a member in two queries; None for the account that collects the work of others."""
    if member.is_collector:
        return None
    told = [State.PUBLISHED, State.SENT_BACK]
    moves = StatusChange.objects.filter(
        artefact__creator=member, after__in=[*told, Status.HIDDEN, Status.REMOVED]
    )
    of_version = moves.filter(version__isnull=False, after__in=told)
    of_artefact = moves.filter(version__isnull=True, after__in=[Status.HIDDEN, Status.REMOVED])
    # Neither drafts they deleted themselves nor what a claim hid before anybody had looked.
    of_artefact = of_artefact.exclude(by=member).exclude(by=None)
    counted = (of_version | of_artefact).order_by().values_list("after").annotate(n=Count("pk"))
    times = dict(counted)
    about = Q(artefact__creator=member) | Q(reply__by=member)
    about |= Q(review__by=member) | Q(answer__by=member)
    return Record(
        published=times.get(State.PUBLISHED, 0),
        sent_back=times.get(State.SENT_BACK, 0),
        hidden=times.get(Status.HIDDEN, 0),
        removed=times.get(Status.REMOVED, 0),
        upheld=Report.objects.filter(about, state=ReportState.UPHELD).count(),
    )


def twins_of(version):
    """[(name of our file, the file elsewhere with the same bytes)] in any state, in one query."""
    names = {file.sha256: file.name for file in version.files.all() if file.sha256}
    same = File.objects.filter(sha256__in=names).exclude(version__artefact=version.artefact_id)
    found = same.select_related("version__artefact").order_by("version__artefact", "-pk")[:MOST_TWINS]
    return [(names[twin.sha256], twin) for twin in found]


def history_of(artefact):
    """[(move, "Draft → Published")] of an artefact and its versions, newest first."""
    moves = artefact.changes.select_related("by", "version").order_by("-pk")
    return [(move, _in_words(move)) for move in moves[:MOST_HISTORY]]


def decisions_on(artefact):
    """What moderators decided about an artefact, newest first."""
    return list(artefact.decisions.select_related("by")[:MOST_HISTORY])


def last_message(artefact, acts):
    """The newest decision of these kinds on an artefact, or None."""
    return Decision.objects.filter(artefact=artefact, act__in=acts).first()


def _in_words(move):
    states = State if move.version_id else Status
    return f"{states(move.before).label} → {states(move.after).label}"
