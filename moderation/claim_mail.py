"""What those read by mail who claim a right: that the claim is here, and what was decided.

They need no account, so nothing ends these mails: each claim brings two of them, once. The first quotes nothing of
the form, which anybody may fill in with anybody's address.
"""

from django.urls import reverse
from django.utils.translation import gettext as _

from moderation.enums import ClaimState
from people import outbox

FORGOTTEN = "forgotten@invalid"


def received(claim):
    """Say that a claim is here, and what happens next. Note: reads claim.artefact."""
    words = _named(claim)
    now = (
        _("It is hidden from everybody but its creator until a moderator has decided.")
        if claim.hid_at_once
        else _("It stays on show until a moderator has decided.")
    )
    parts = [
        _("You asked us to take down %(number)s, “%(title)s”, at %(url)s.") % words,
        _("Reason: %(reason)s.") % {"reason": claim.get_reason_display()},
        now,
        _("Its creator reads what you claim, without your name and address, and may answer."),
        _(
            "We write to you again when it is decided, usually within two days. Did you not send this? Then ignore it."
        ),
        _("What became of it: %(url)s") % {"url": _status_page(claim)},
    ]
    _post(claim, "received", _("Your claim on %(number)s is with us") % words, parts)


def decided(claim):
    """Say what a moderator decided, in the words the creator reads as well. Note: reads claim.artefact."""
    words = _named(claim)
    is_gone = claim.state == ClaimState.REMOVED
    subject = (
        _("We took %(number)s down") % words if is_gone else _("Your claim on %(number)s was refused") % words
    )
    what = (
        _(
            "We have taken down %(number)s, “%(title)s”. In its place there is a note with the date and the reason."
        )
        if is_gone
        else _("We have looked at your claim on %(number)s, “%(title)s”. The work stays on the site.")
    )
    _post(claim, "decided", subject, [what % words, claim.note])


def _named(claim):
    artefact = claim.artefact
    url = outbox.absolute(artefact.get_absolute_url())
    return {"number": artefact.record_number, "title": artefact.title, "url": url}


def _status_page(claim):
    return outbox.absolute(reverse("takedown_sent", args=[claim.token]))


def _post(claim, what, subject, parts):
    """Once for each claim; nobody is left to be told when who claimed was forgotten."""
    if claim.email != FORGOTTEN:
        body = "\n\n".join(filter(None, parts))
        outbox.post_to_address(claim.email, key=f"claim:{claim.pk}:{what}", subject=subject, body=body)
