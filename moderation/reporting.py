"""Telling moderators that something is wrong, and what becomes of it."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from content import publishing
from content.enums import READABLE
from moderation import deciding
from moderation.enums import Act, ReportReason, ReportState
from moderation.logbook import enter
from moderation.models import Report
from moderation.rules import may_decide_report, may_report
from people import notices
from people.answers import demand
from people.enums import NoticeKind


def report(artefact, *, by, reason, words="", token):
    """Report something on show; answers the report. ``by`` may be a visitor.

    The same form sent twice, and a member's second report while the first is open, find the first one.
    """
    demand(may_report(by, artefact))
    reporter = by if by.is_authenticated else None
    fields = {"artefact": artefact, "reason": ReportReason(reason), "words": words, "reporter": reporter}
    try:
        with transaction.atomic():
            return Report.objects.create(token=token, **fields)
    except IntegrityError:
        if known := _known(artefact, reporter, token):
            return known
        raise


@transaction.atomic
def uphold(report, *, by, message, hide=False):
    """Agree with a report, and with ``hide`` take the artefact off the site: the creator reads the message.

    Hiding settles every open report on the artefact; each keeps an entry of its own. Raises TooLate when
    somebody decided first, and what deciding.hide raises.
    """
    artefact = publishing.lock(report.artefact_id)
    if hide:
        deciding.hide(artefact, by=by, reason=report.reason, message=message)
        others = Report.objects.open().about(artefact).exclude(pk=report.pk).select_related("reporter")
        for other in others.order_by("pk"):
            if may_decide_report(by, _of(other, artefact)):
                _settle(other, Act.UPHOLD, ReportState.UPHELD, by=by, message=message)
    return _settle(_of(report, artefact), Act.UPHOLD, ReportState.UPHELD, by=by, message=message)


@transaction.atomic
def dismiss(report, *, by, message=""):
    """Disagree with a report; nothing else changes. Raises TooLate when somebody decided first."""
    artefact = publishing.lock(report.artefact_id)
    return _settle(_of(report, artefact), Act.DISMISS, ReportState.DISMISSED, by=by, message=message)


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
        artefact=report.artefact,
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
    artefact = report.artefact
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


def _of(report, artefact):
    report.artefact = artefact
    return report


def _known(artefact, reporter, token):
    sent = Report.objects.filter(token=token)
    if reporter is not None:
        sent = sent.filter(reporter=reporter) | Report.objects.open().filter(
            reporter=reporter, artefact=artefact
        )
    return sent.first()
