"""What the library adds to other rooms' pages."""

import uuid

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from content import cards, lineage, living, sharing
from content.enums import READABLE, Status
from content.forms.replies import ReplyForm
from content.models import Artefact, Collection, CollectionItem, Practice
from content.rules import may_reply
from content.threads import Threads, has_open_faults, standing, threads_of
from people import keeping_words

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


def replies(request, artefact):
    """Questions, input and faults, and the form for another one; what could not be taken stands in it again."""
    if artefact.status not in READABLE:
        return None
    user, before = request.user, _number(request.GET.get("replies", ""))
    is_discussed, is_watched = standing(artefact, user)
    found = threads_of(artefact, user, before) if is_discussed else Threads([], 0, None)
    panel = _typed(request) | {
        "place": "body",
        "anchor": "replies",
        "anchor_label": _("Replies") if found.total is None else _("Replies (%(n)d)") % {"n": found.total},
        "artefact": artefact,
        "threads": found,
        "may_reply": may_reply(user, artefact),
        "versions": [],
    }
    if user.is_authenticated:
        panel["watches"] = is_watched
    if has_open_faults(found):
        panel["versions"] = list(artefact.versions.published().newest_first())
    return "content/_replies.html", panel


def _typed(request):
    """The form for a new reply, and what was typed as an answer: {"form", "answer", "text", "errors"}."""
    refused = getattr(request, "reply_form", None)
    said = refused.data if refused else (keeping_words.kept(request) or {})
    if answer := _number(said.get("parent", "")):
        errors = [error for found in refused.errors.values() for error in found] if refused else []
        typed = {"answer": answer, "text": said.get("body", ""), "errors": errors}
        return typed | {"form": ReplyForm(initial={"token": uuid.uuid4()})}
    first = {"token": uuid.uuid4()} | {name: said[name] for name in ("kind", "body") if name in said}
    return {"form": refused or ReplyForm(initial=first), "answer": None}


def _number(text):
    """A reply's number, or 0 for what is none."""
    return int(text) if text.isdecimal() and len(text) < 16 else 0


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


def review_due(request, artefact):
    """The creator's answer to a review date that is past, one click away."""
    is_own = request.user.is_authenticated and artefact.creator_id == request.user.pk
    if not (is_own and artefact.status == Status.PUBLISHED and artefact.is_review_due(timezone.localdate())):
        return None
    return "content/_review_due.html", {"place": "top", "artefact": artefact}


def life(request, artefact):
    """What the creator may do with an artefact that everybody sees or saw: each leads to a page that asks."""
    if not request.user.is_authenticated or artefact.creator_id != request.user.pk:
        return None
    acts = living.acts_for(request.user, artefact)
    return (
        ("content/_life_panel.html", {"place": "side", "artefact": artefact, "acts": acts}) if acts else None
    )
