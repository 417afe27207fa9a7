"""What this room does in the background: each job answers how many things it did and may be repeated."""

from django.utils import timezone

from people import digests, membership, notices, outbox


def send_mail():
    """Send the mails that are due."""
    return outbox.send_waiting()


def post_digests():
    """Make this week's mails for those who want one."""
    return digests.post(timezone.now())


def sweep_notices():
    """Forget mails of last month and notices of last year."""
    now = timezone.now()
    return outbox.sweep(now) + notices.sweep(now)


def sweep_sessions():
    """Forget sessions that have ended, with the network addresses and browsers they were used from."""
    return membership.sweep_sessions(timezone.now())
