"""What the library adds to other rooms' pages."""

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from content import cards, lineage, living, sharing
from content.enums import READABLE, Status
from content.models import Artefact, Collection, CollectionItem, Practice

HOME_NEW = 4
HOME_TAKEN = 3
MEMBER_WORK = 20
HOME_COLLECTIONS = 3


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


def home_collections(request, thing):
    """The home page: the collections that moderators chose, the last changed first."""
    chosen = list(Collection.objects.featured().for_list()[:HOME_COLLECTIONS])
    return ("content/_home_collections.html", {"collections": chosen}) if chosen else None


def relatives(request, artefact):
    """What an artefact was adapted from, over generations, and what others made of it."""
    above, below = lineage.relatives(artefact, request.user)
    if not above and not below:
        return None
    known = {"above": above, "below": below, "anchor": "lineage", "anchor_label": _("Adaptations")}
    return "content/_lineage.html", known


def collect(request, artefact):
    """The way into one's own collections, which of them hold it, and for visitors the way in."""
    if artefact.status not in READABLE:
        return None
    known = {"place": "side", "artefact": artefact, "holding": [], "others": []}
    if request.user.is_authenticated:
        inside = Exists(CollectionItem.objects.filter(collection=OuterRef("pk"), artefact=artefact))
        mine = Collection.objects.filter(owner=request.user).annotate(holds_it=inside)
        for one in mine.order_by("-changed_at", "-pk"):
            known["holding" if one.holds_it else "others"].append(one)
    return "content/_collect_panel.html", known


def life(request, artefact):
    """What the creator may do with an artefact that everybody sees or saw: each leads to a page that asks."""
    if not request.user.is_authenticated or artefact.creator_id != request.user.pk:
        return None
    acts = living.acts_for(request.user, artefact)
    return (
        ("content/_life_panel.html", {"place": "side", "artefact": artefact, "acts": acts}) if acts else None
    )
