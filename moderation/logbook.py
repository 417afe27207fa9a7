"""The one writer of the moderators' log, and what of it reaches the creator."""

from content.models import StatusChange
from moderation.models import Decision
from people import notices
from people.enums import NoticeKind


def enter(
    act, *, by, artefact, before, after, version=None, subject="", reason="", message="", remark="", **about
):
    """Write one decision down; ``about`` is the report or the takedown it was on. Belongs in its transaction."""
    return Decision.objects.create(
        act=act,
        subject=subject or (name_of(version) if version else artefact.record_number),
        artefact=artefact,
        version=version,
        before=before,
        after=after,
        reason=reason,
        message=message,
        remark=str(remark),
        by=by,
        **about,
    )


def tell_creator(artefact, *, text, message="", by, url="", key=""):
    """Let the creator read the decision: on the site and, unless they chose otherwise, by mail at once.

    ``key`` is that of the move, if something moved (``key_of_move``). The account that collects the work of
    others is nobody to be told.
    """
    if artefact.creator.is_collector:
        return
    notices.tell(
        artefact.creator,
        kind=NoticeKind.DECISION,
        text=text,
        url=url or artefact.get_absolute_url(),
        by=by,
        thing=f"artefact:{artefact.pk}",
        about=artefact.title,
        detail=message,
        key=key,
    )


def key_of_move(artefact, version=None):
    """The key of the last move's notice: whoever follows the moves finds that its creator was told already."""
    moves = StatusChange.objects.filter(artefact=artefact, version=version)
    return f"change-{moves.order_by('-pk').values_list('pk', flat=True).first()}"


def name_of(version):
    """ "ART-0431 1.0". Note: reads version.artefact."""
    return f"{version.artefact.record_number} {version.number}"
