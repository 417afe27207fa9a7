"""Telling moderators that something is wrong, and what becomes of it."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content import publishing
from content.enums import READABLE
from content.models import Artefact, Reply
from moderation import contributions, deciding
from moderation.enums import Act, ReportReason, ReportState
from moderation.logbook import enter
from moderation.models import Report
from moderation.models.reports import NAMES
from moderation.rules import (
    may_decide_report,
    may_report,
    may_report_answer,
    may_report_reply,
    may_report_review,
)
from people import notices
from people.answers import demand
from people.enums import NoticeKind
from people.naming import quoted
from ratings.models import Rating, ReviewReply

RULES = {
    Artefact: may_report,
    Reply: may_report_reply,
    Rating: may_report_review,
    ReviewReply: may_report_answer,
}
REPORTED = {
    Artefact: gettext_lazy("“%(title)s”"),
    Reply: gettext_lazy("a reply to “%(title)s”"),
    Rating: gettext_lazy("a review of “%(title)s”"),
    ReviewReply: gettext_lazy("an answer to a review of “%(title)s”"),
}


def report(thing, *, by, reason, words="", token):
    """Report an artefact, a reply, a review or an answer that is on show; answers the report.

    ``by`` may be a visitor.

    The same form sent twice, and a member's second report while the first is open, find the first one.
    """
    demand(RULES[type(thing)](by, thing))
    reporter = by if by.is_authenticated else None
    fields = {"reason": ReportReason(reason), "words": words, "reporter": reporter}
    fields[NAMES[type(thing)]] = thing
    try:
        with transaction.atomic():
            return Report.objects.create(token=token, **fields)
    except IntegrityError:
        if known := _known(thing, reporter, token):
            return known
        raise


@transaction.atomic
def uphold(report, *, by, message, hide=False):
    """Agree with a report, and with ``hide`` take what it is about off the site: its creator reads the message.

    Hiding settles every open report on the same thing; each keeps an entry of its own. Raises TooLate when
    somebody decided first, and what deciding.hide raises.
    """
    report = _held(report)
    if hide:
        _hide(report, by, message)
        others = Report.objects.open().about(report.thing).exclude(pk=report.pk).with_things()
        for other in others.select_related("reporter").order_by("pk"):
            if may_decide_report(by, other):
                _settle(other, Act.UPHOLD, ReportState.UPHELD, by=by, message=message)
    return _settle(report, Act.UPHOLD, ReportState.UPHELD, by=by, message=message)


@transaction.atomic
def dismiss(report, *, by, message=""):
    """Disagree with a report; nothing else changes. Raises TooLate when somebody decided first."""
    return _settle(_held(report), Act.DISMISS, ReportState.DISMISSED, by=by, message=message)


def _hide(report, by, message):
    verb = deciding.hide if report.artefact else contributions.hide
    verb(report.thing, by=by, reason=report.reason, message=message)
    if report.artefact:
        report.artefact.refresh_from_db(fields=["status"])


def _settle(report, act, state, *, by, message):
    remark = demand(may_decide_report(by, report)).note
    decided = {"state": state, "decided_by": by, "decided_at": timezone.now(), "note": message}
    if not Report.objects.open().filter(pk=report.pk).update(**decided):
        raise publishing.TooLate(_("Somebody else has decided on this report."))
    for name, value in decided.items():
        setattr(report, name, value)
    enter(
        act,
        by=by,
        artefact=report.work,
        subject="" if report.artefact else contributions.name_of(report.thing),
        report=report,
        before=ReportState.OPEN,
        after=state,
        reason=report.reason,
        message=message,
        remark=remark,
    )
    _tell_reporter(report, by)
    return report


def _tell_reporter(report, by):
    """Only members are told, and only that it was decided: the message is the creator's."""
    if report.reporter is None:
        return
    artefact = report.work
    sentence = (
        _("You reported %(what)s: we agree and have acted.")
        if report.state == ReportState.UPHELD
        else _("You reported %(what)s: we have looked at it, and it stays as it is.")
    )
    notices.tell(
        report.reporter,
        kind=NoticeKind.REPORT,
        text=sentence % {"what": REPORTED[type(report.thing)] % {"title": quoted(artefact.title)}},
        url=artefact.get_absolute_url() if artefact.status in READABLE else "/",
        by=by,
        thing=f"artefact:{artefact.pk}",
        about=artefact.title,
    )


def _held(report):
    """The report as it is now, the row of the artefact held that it hangs on."""
    report = Report.objects.with_things().select_related("reporter").get(pk=report.pk)
    publishing.lock(report.work.pk)
    return Report.objects.with_things().select_related("reporter").get(pk=report.pk)


def _known(thing, reporter, token):
    sent = Report.objects.filter(token=token)
    if reporter is not None:
        sent = sent.filter(reporter=reporter) | Report.objects.open().about(thing).filter(reporter=reporter)
    return sent.first()
