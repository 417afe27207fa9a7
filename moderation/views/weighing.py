"""What the pages of decisions have in common: the record beside, the reason with its words, and the answer."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from content import publishing
from moderation import record
from moderation.forms import MessageForm
from people.keeping_words import typed


def done(request, decide):
    """Whether the decision was taken; says so, or why not."""
    try:
        messages.success(request, decide())
    except (publishing.Refused, PermissionDenied) as refused:
        messages.error(request, str(refused))
        return False
    return True


def reason_in(reasons, data):
    """One of a closed list; raises Refused for anything else."""
    if data.get("reason") not in reasons.values:
        raise publishing.Refused(_("Choose a reason from the list."))
    return reasons(data["reason"])


def choice(request, act, reasons, words, form, form_class=MessageForm):
    """The reasons of an act, and the message of the one that was chosen: as typed, or with its ``words``."""
    sent = typed(request) or {}
    bound = form is not None and form.is_bound and sent.get("act") == act
    chosen = (sent if bound else request.GET).get("reason", "")
    reason = reasons(chosen) if chosen in reasons.values else None
    message = form if bound else form_class(initial={"message": words[reason]} if reason else None)
    return {"act": act, "reasons": reasons.choices, "reason": reason, "message": message}


def weighed(thing, owner=None):
    """What is known of an artefact and of whoever made it, or of ``owner``, who wrote something below it."""
    owner = owner or thing.creator
    return {
        "owner": owner,
        "record": record.record_of(owner),
        "history": record.history_of(thing),
        "decisions": record.decisions_on(thing),
    }


def number_in(text):
    """The number that a form or an address brought; None for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else None
