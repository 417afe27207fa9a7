"""What moderation adds to an artefact's page: the way to report it, and its creator's side of things."""

from content.enums import Status
from moderation.enums import Act
from moderation.models import Takedown
from moderation.record import last_message
from moderation.rules import may_report


def report_link(request, artefact):
    """The way to report what is on show; nothing for its creator."""
    if not may_report(request.user, artefact):
        return None
    return "moderation/_report_link.html", {"place": "side", "artefact": artefact}


def decisions(request, artefact):
    """To the creator: why it is hidden and how to go on, and a claim that waits for their answer."""
    user = request.user
    if not user.is_authenticated or artefact.creator_id != user.pk or artefact.status == Status.DRAFT:
        return None
    claim = Takedown.objects.open().filter(artefact=artefact).order_by("-pk").first()
    is_hidden = artefact.status == Status.HIDDEN
    decision = last_message(artefact, [Act.HIDE]) if is_hidden and claim is None else None
    if claim is None and decision is None:
        return None
    panel = {
        "place": "top",
        "artefact": artefact,
        "claim": claim,
        "decision": decision,
        "is_hidden": is_hidden,
    }
    return "moderation/_creator.html", panel


def desk_link(request, artefact):
    """To a moderator: the way to the decisions on this artefact."""
    user = request.user
    if not (user.is_authenticated and user.is_staff) or artefact.status == Status.DRAFT:
        return None
    return "moderation/_desk_link.html", {"place": "side", "artefact": artefact}


def rater_link(request, member):
    """To a moderator: the way to what this member rated, with what it weighs."""
    if not (request.user.is_authenticated and request.user.is_staff):
        return None
    return "moderation/_rater_link.html", {"member": member}
