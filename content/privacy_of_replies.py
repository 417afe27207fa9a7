"""What the library holds on a member beside their work: what they said, watch, and are interested in."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content.enums import ReplyState
from content.models import Interest, Reply, ReplyEdit, Watch
from people.privacy import Effects, Holding

REPLY = ("id", "artefact__title", "kind", "state", "body", "parent_id", "created_at", "edited_at", "reason")


def export(member):
    """Replies with what they said before, decisions on those of others, what is watched, and interests."""
    mine = Reply.objects.filter(by=member).order_by("pk")
    decided = Reply.objects.filter(decided_by=member).order_by("pk")
    return {
        "replies": list(mine.values(*REPLY)),
        "before_changes": list(ReplyEdit.objects.filter(reply__by=member).values("reply_id", "body", "at")),
        "decided": list(decided.values("artefact__title", "state", "reason", "decided_at")),
        "watched": list(member.watches.order_by("pk").values("artefact__title", "at")),
        "interests": list(member.interests.order_by("pk").values("practice__label", "at")),
    }


def effects(member):
    goes = [_("What you watch, and the practices you are interested in.")]
    stays = []
    shown = Reply.objects.filter(by=member).shown().count()
    if shown:
        stays.append(
            ngettext(
                "%(n)d reply you wrote: others answered or rely on it.",
                "%(n)d replies you wrote: others answered or rely on them.",
                shown,
            )
            % {"n": shown}
        )
    return Effects(goes, stays)


def erase(member, *, keep_name):
    """What is on show stays with the thread, without what it said before; all other words go."""
    Watch.objects.filter(member=member).delete()
    Interest.objects.filter(member=member).delete()
    mine = Reply.objects.filter(by=member)
    ReplyEdit.objects.filter(reply__in=mine).delete()
    mine.waiting().delete()
    # Answers of others hang below these rows: the rows stay, empty.
    mine.filter(state__in=[ReplyState.HIDDEN, ReplyState.TAKEN_BACK]).update(body="", body_html="")


HOLDING = Holding(
    name="replies",
    covers=frozenset(
        {
            "content.Reply.by",
            "content.Reply.decided_by",
            "content.Watch.member",
            "content.Interest.member",
        }
    ),
    export=export,
    effects=effects,
    erase=erase,
)
