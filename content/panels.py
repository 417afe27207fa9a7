"""What the library adds to other rooms' pages."""

from content import cards, sharing
from content.enums import Status
from content.models import Artefact, Practice

HOME_NEW = 4
HOME_TAKEN = 3
MEMBER_WORK = 20


def home_library(request, thing):
    """The home page: newest and most downloaded work, and the practices."""
    listed = Artefact.objects.visible_to(request.user).listed()
    newest = list(listed.newest().for_cards()[:HOME_NEW])
    taken = list(listed.filter(downloads__gt=0).most_downloaded().for_cards()[:HOME_TAKEN])
    return "content/_home_panel.html", {
        "newest": cards.render(newest),
        "taken": cards.render(taken),
        "practices": list(Practice.objects.active()),
    }


def member_work(request, member):
    """A member's page: what they shared, newest first."""
    work = Artefact.objects.visible_to(request.user).listed().by(member)
    shown = list(work.newest().for_cards()[: MEMBER_WORK + 1])
    return "content/_member_panel.html", {
        "member": member,
        "cards": cards.render(shown[:MEMBER_WORK]),
        "has_more": len(shown) > MEMBER_WORK,
        "is_self": request.user == member,
    }


def own_work(request, artefact):
    """One's own artefact: where its open version stands, and the way to the next one."""
    if not request.user.is_authenticated or artefact.creator_id != request.user.pk:
        return None
    version = sharing.open_versions(request.user).filter(artefact=artefact).first()
    if version is None and artefact.status in {Status.DRAFT, Status.REMOVED}:
        return None
    note = sharing.sent_back_because(version) if version else ""
    return "content/_own_work.html", {"place": "top", "open": version, "note": note, "artefact": artefact}
