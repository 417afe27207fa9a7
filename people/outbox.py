"""Mails that wait to be sent: the Mail row is the job.

A row is written in the transaction of what it tells, so nothing leaves the house before that is through. A worker
claims it by a conditional UPDATE that moves its next try past a lease, sends it, and marks it. One window is left:
a worker that dies after the mail server took a mail and before the mark is written sends it again when the lease
is over. SMTP offers nothing better; every try has the same Message-ID, by which receivers know a double.
"""

import logging
import smtplib
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.signing import BadSignature, Signer
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from people.enums import DIGEST, MailState, NoticeKind
from people.models import Mail, Member
from people.naming import one_line

log = logging.getLogger(__name__)

# Longer than a mail server takes to answer (settings.EMAIL_TIMEOUT): no lease ends under a living worker.
LEASE = timedelta(minutes=5)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=6)
# With these pauses about three days; then nobody waits for the mail any more.
MOST_ATTEMPTS = 20
BATCH = 50
KEPT_FOR = timedelta(days=30)
LONGEST_SUBJECT = 150
KINDS = frozenset({DIGEST, *NoticeKind.values})
_signer = Signer(salt="people.outbox.way_out")


def post_all(members, *, kind, key, subject, body):
    """Put a mail for each member (their numbers) into the outbox; ``key`` and the number name it: it goes once."""
    said = {"kind": kind, "subject": _subject(subject), "body": body}
    rows = [Mail(member_id=pk, key=f"{key}:{pk}", **said) for pk in members]
    Mail.objects.bulk_create(rows, ignore_conflicts=True)


def post_to_address(address, *, key, subject, body):
    """Put a mail to somebody without an account into the outbox: an answer to what they asked, once for each key."""
    row = Mail(address=address, key=key, subject=_subject(subject), body=body)
    Mail.objects.bulk_create([row], ignore_conflicts=True)


def drop(mails):
    """Forget mails that are not sent yet."""
    mails.filter(state=MailState.WAITING).delete()


def send_waiting(limit=BATCH):
    """Send up to ``limit`` mails that are due; answers how many were dealt with.

    Any number of workers may run it at once. What cannot be sent is tried again later and later. A mail server
    that is away ends the round with its error: what was not tried yet keeps its turn.
    """
    done, connection = 0, get_connection()
    try:
        while done < limit and (mail := claim()):
            done += 1
            _deliver(mail, connection)
    finally:
        connection.close()
    return done


def claim():
    """The next mail that is due, now ours for the time of a lease, or None."""
    now = timezone.now()
    due = Mail.objects.due(now)
    # A few candidates: with several workers the first ones are gone by the time we ask for them.
    while candidates := list(due.values_list("pk", flat=True)[:5]):
        for pk in candidates:
            if due.filter(pk=pk).update(attempts=F("attempts") + 1, next_try_at=now + LEASE):
                return Mail.objects.select_related("member").filter(pk=pk).first()
    return None


def sweep(now):
    """Forget mails that were sent or given up a month ago; answers how many."""
    settled = Mail.objects.exclude(state=MailState.WAITING).filter(created_at__lt=now - KEPT_FOR)
    return settled.delete()[0]


def leads_nowhere(address):
    """Whether an address ends in ``.invalid``, which nobody can have (RFC 2606): the demonstration's do."""
    return f".{address.rpartition('@')[2].lower()}".endswith(".invalid")


def absolute(path):
    """A path as an address, whatever host a request came to."""
    return settings.SITE_URL + path


def way_out(mail):
    """The address that ends mails of this kind for its receiver, signed in or not; "" where there is no account."""
    if mail.member_id is None or not mail.kind:
        return ""
    return absolute(reverse("stop_mail", args=[_signer.sign(f"{mail.member_id}.{mail.kind}")]))


def read_way_out(token):
    """(member, kind) that a way out is for, or None for what we did not sign. The member may be closed."""
    try:
        pk, _dot, kind = _signer.unsign(token).partition(".")
    except BadSignature:
        return None
    member = Member.objects.filter(pk=int(pk)).first()
    return (member, kind) if member and kind in KINDS else None


def message(mail, connection=None):
    """The mail as it goes out: plain text, with a way out in the text and for the mail program's own button."""
    out = way_out(mail)
    headers = {"Message-ID": f"<{mail.uuid}@{urlsplit(settings.SITE_URL).hostname}>"}
    footer = _("Back2ITSM, %(url)s") % {"url": settings.SITE_URL}
    if out:
        headers |= {"List-Unsubscribe": f"<{out}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
        footer += "\n" + _("No more mails of this kind: %(url)s") % {"url": out}
    return EmailMessage(
        subject=f"Back2ITSM: {mail.subject}",
        body=f"{mail.body}\n\n-- \n{footer}\n",
        to=[mail.member.email if mail.member else mail.address],
        headers=headers,
        connection=connection,
    )


def _deliver(mail, connection):
    """Send and mark; a fault of the mail's own is kept with it, a fault of the server is raised."""
    if mail.member is not None and mail.member.closed_at is not None:
        _settle(mail, state=MailState.GIVEN_UP, problem="The account is closed.")
        return
    if leads_nowhere(mail.member.email if mail.member else mail.address):
        _settle(mail, state=MailState.GIVEN_UP, problem="Nobody can have this address.")
        return
    try:
        connection.open()  # once for the whole round
        message(mail, connection).send()
    except Exception as error:
        is_final = _is_final(error) or mail.attempts >= MOST_ATTEMPTS
        later = (
            {"state": MailState.GIVEN_UP}
            if is_final
            else {"next_try_at": timezone.now() + pause(mail.attempts)}
        )
        _settle(mail, problem=one_line(str(error))[:300], **later)
        log.warning(
            "A mail could not be sent", extra={"mail": mail.pk, "attempt": mail.attempts}, exc_info=error
        )
        if _is_away(error):
            raise
    else:
        _settle(mail, state=MailState.SENT, sent_at=timezone.now(), problem="")


def pause(attempts):
    """How long to wait after so many tries: a minute, then double each time, at most six hours."""
    return min(FIRST_PAUSE * 2 ** min(attempts - 1, 16), LONGEST_PAUSE)


def _settle(mail, **answer):
    """Write the answer if the claim is still ours."""
    Mail.objects.filter(pk=mail.pk, state=MailState.WAITING, attempts=mail.attempts).update(**answer)


def _is_final(error):
    """Whether the server has said that this receiver or this text will never do (RFC 5321: 5yz)."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _reason in error.recipients.values())
    return isinstance(error, smtplib.SMTPDataError) and error.smtp_code >= 500


def _is_away(error):
    """Whether the fault is the connection's, so that the next mail would meet it as well."""
    own = (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError)
    return isinstance(error, OSError) and not isinstance(error, own)


def _subject(text):
    """A sentence as a subject: on one line, and without its full stop."""
    return Truncator(one_line(text)).chars(LONGEST_SUBJECT).removesuffix(".")
