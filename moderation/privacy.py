"""What moderation holds on a member: what they reported, and what they decided as a moderator."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from moderation.models import Decision, Report
from people.privacy import Effects, Holding

ABOUT = (
    *("artefact__title", "reply__artefact__title", "review__artefact__title"),
    "answer__rating__artefact__title",
)


def export(member):
    """Reports with what became of them, decisions in the words that were sent, and those on one's own trust."""
    on_trust = Decision.objects.filter(member=member).order_by("pk")
    reports = Report.objects.filter(reporter=member).order_by("pk")
    decisions = Decision.objects.filter(by=member).order_by("pk")
    return {
        "reports": list(reports.values(*ABOUT, "reason", "words", "at", "state", "decided_at")),
        "decisions": list(decisions.values("act", "subject", "reason", "message", "at")),
        "decisions_on_your_trust": list(on_trust.values("act", "message", "at")),
    }


def effects(member):
    reports = Report.objects.filter(reporter=member).count()
    decisions = Decision.objects.filter(by=member).count()
    goes = [_("Your name on what you reported; the reports stay without it.")] if reports else []
    stays = []
    if decisions:
        stays.append(
            ngettext(
                "%(n)d decision you took as a moderator.",
                "%(n)d decisions you took as a moderator.",
                decisions,
            )
            % {"n": decisions}
        )
    return Effects(goes, stays)


def erase(member, *, keep_name):
    """A report stays without its reporter; the log of decisions is never changed, but for whom one was on."""
    Report.objects.filter(reporter=member).update(reporter=None)
    if not keep_name:
        Decision.objects.filter(member=member).update(member=None, subject=_("a former member"))


HOLDING = Holding(
    name="moderation",
    covers=frozenset(
        {
            "moderation.Report.reporter",
            "moderation.Report.decided_by",
            "moderation.Takedown.decided_by",
            "moderation.Decision.by",
            "moderation.Decision.member",
        }
    ),
    export=export,
    effects=effects,
    erase=erase,
)
