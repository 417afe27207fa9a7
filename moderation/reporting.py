"""Telling moderators that something is wrong, and what becomes of it."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from content import publishing
from content.enums import READABLE
from content.models import Artefact
from moderation import deciding, replies
from moderation.enums import Act, ReportReason, ReportState
from moderation.logbook import enter
from moderation.models import Report
from moderation.rules import may_decide_report, may_report, may_report_reply
from people import notices
from people.answers import demand
from people.enums import NoticeKind


def report(thing, *, by, reason, words="", token):
    """Report an artefact or a reply that is on show; answers the report. ``by`` may be a visitor.

    The same form sent twice, and a member's second report while the first is open, find the first one.
    """
    is_artefact = isinstance(thing, Artefact)
    demand(may_report(by, thing) if is_artefact else may_report_reply(by, thing))
    reporter = by if by.is_authenticated else None
    fields = {"reason": ReportReason(reason), "words": words, "reporter": reporter}
    fields["artefact" if is_artefact else "reply"] = thing
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
    if report.reply:
        replies.hide(report.reply, by=by, reason=report.reason, message=message)
        report.reply.refresh_from_db(fields=["state"])
    else:
        deciding.hide(report.artefact, by=by, reason=report.reason, message=message)
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
        subject=replies.name_of(report.reply) if report.reply else "",
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
        _("You reported %(number)s: we agree and have acted.")
        if report.state == ReportState.UPHELD
        else _("You reported %(number)s: we have looked at it, and it stays as it is.")
    )
    notices.tell(
        report.reporter,
        kind=NoticeKind.REPORT,
        text=sentence % {"number": artefact.record_number},
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
