"""Claims of rights holders: what may be taken down, at once or after a moderator has decided."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from content import publishing
from content.enums import READABLE, Status
from moderation import claim_mail
from moderation.enums import HIGH_RISK, TOMBSTONE_WORDS, Act, ClaimReason, ClaimState
from moderation.logbook import enter, key_of_move, tell_creator
from moderation.models import Takedown
from moderation.rules import may_answer_takedown, may_claim, may_decide_takedown
from people.answers import demand
from people.naming import quoted

# The form is open to everybody, so that it must not empty the site: past this many in a day, and where a moderator
# has refused such a claim on the same version, a claim waits for a moderator like any other. The form says so.
MOST_HIDDEN_A_DAY = 10
# For so long after the decision it is known who claimed: a dispute may follow.
CLAIMANTS_KEPT = timedelta(days=365)


def claim(artefact, *, by, name, email, reason, why, token):
    """Ask for a work to be taken down; answers the claim. ``by`` may be a visitor; the claim names its sender.

    A high-risk reason hides the work at once, but see MOST_HIDDEN_A_DAY. Who claims gets a mail that it is here.
    The same form sent twice finds the claim it made.
    """
    fields = {"name": name, "email": email, "reason": ClaimReason(reason), "why": why}
    try:
        with transaction.atomic():
            artefact = publishing.lock(artefact.pk)
            if known := Takedown.objects.filter(token=token, artefact=artefact).first():
                return known
            demand(may_claim(by, artefact))
            made = Takedown(artefact=artefact, token=token, **fields)
            made.hid_at_once = _hides_at_once(made)
            made.save()
            _hide(made)
            claim_mail.received(made)
    except IntegrityError:
        if known := Takedown.objects.filter(token=token).first():
            return known
        raise
    return made


@transaction.atomic
def answer(takedown, *, by, text):
    """Keep the creator's counter-notice; it may be written again until a moderator has decided."""
    takedown = _held(takedown)
    demand(may_answer_takedown(by, takedown))
    takedown.counter_notice, takedown.countered_at = text, timezone.now()
    takedown.save(update_fields=["counter_notice", "countered_at"])
    return takedown


@transaction.atomic
def remove(takedown, *, by, message):
    """Grant the claim: the work is gone for good and leaves a tombstone that names the kind of reason."""
    sentence = _("“%(title)s” was taken down for good.")
    return _end(takedown, Act.REMOVE, ClaimState.REMOVED, _take_away, sentence, by=by, message=message)


@transaction.atomic
def restore(takedown, *, by, message):
    """Refuse the claim: the work stays, and what the claim hid is what it was before."""
    sentence = _("A claim on “%(title)s” was refused: it stays.")
    return _end(takedown, Act.RESTORE, ClaimState.RESTORED, _bring_back, sentence, by=by, message=message)


def forget_claimants(now):
    """Erase name and address of those whose claims were decided long ago; answers how many. Claims stay."""
    old = Takedown.objects.filter(decided_at__lt=now - CLAIMANTS_KEPT).exclude(email=claim_mail.FORGOTTEN)
    return old.update(name=_("Forgotten"), email=claim_mail.FORGOTTEN)


def _hides_at_once(claimed):
    if claimed.reason not in HIGH_RISK or claimed.artefact.status not in READABLE:
        return False
    before = Takedown.objects.filter(artefact=claimed.artefact, state=ClaimState.RESTORED)
    current = claimed.artefact.current.published_at
    if before.filter(reason__in=HIGH_RISK, decided_at__gt=current).exists():
        return False
    since = timezone.now() - timedelta(days=1)
    return Takedown.objects.filter(hid_at_once=True, at__gte=since).count() < MOST_HIDDEN_A_DAY


def _hide(claimed):
    """Hide if the claim does, and ask the creator for their side of it."""
    artefact = claimed.artefact
    if claimed.hid_at_once:
        note = _("Somebody claims: %(reason)s. It is hidden until a moderator has decided.")
        publishing.hide_for_claim(artefact, note=note % {"reason": claimed.get_reason_display()})
        text = _("A claim hides “%(title)s” until we have decided. Tell us your side.")
    else:
        text = _("Somebody claims a right to “%(title)s”. Tell us your side.")
    tell_creator(
        artefact,
        text=text % {"title": quoted(artefact.title)},
        message=f"{claimed.get_reason_display()}: {claimed.why}",
        by=None,
        url=reverse("counter_notice", args=[artefact.slug]),
        key=key_of_move(artefact) if claimed.hid_at_once else "",
    )


def _end(takedown, act, state, move, sentence, *, by, message):
    """Decide on a claim, move the work, write it down, and let both sides read it; answers the claim."""
    takedown = _held(takedown)
    remark = demand(may_decide_takedown(by, takedown)).note
    _decide(takedown, state, by=by, message=message)
    artefact = takedown.artefact
    is_moved = move(takedown, by)
    enter(
        act,
        by=by,
        artefact=artefact,
        takedown=takedown,
        before=ClaimState.OPEN,
        after=state,
        reason=takedown.reason,
        message=message,
        remark=remark,
    )
    text, key = sentence % {"title": quoted(artefact.title)}, key_of_move(artefact) if is_moved else ""
    tell_creator(artefact, text=text, message=message, by=by, key=key)
    claim_mail.decided(takedown)
    return takedown


def _take_away(takedown, by):
    """Remove the work, if no other claim did before; answers whether it moved."""
    if takedown.artefact.status == Status.REMOVED:
        return False
    publishing.remove(takedown.artefact, by=by, note=str(TOMBSTONE_WORDS[takedown.reason]))
    return True


def _bring_back(takedown, by):
    """Show what this claim hid in the status it had, if no other claim hides it; answers whether it moved.

    Without its successor, what was superseded is retired.
    """
    artefact = takedown.artefact
    if not takedown.hid_at_once or artefact.status != Status.HIDDEN or _other_hides(takedown):
        return False
    hidden = artefact.changes.filter(version=None, after=Status.HIDDEN).order_by("-pk").first()
    successor = artefact.superseded_by
    publishing.show_again(artefact, by=by)
    if hidden.before == Status.SUPERSEDED and successor.status == Status.PUBLISHED:
        publishing.supersede(artefact, by=by, successor=successor)
    elif hidden.before != Status.PUBLISHED:
        publishing.retire(artefact, by=by)
    return True


def _other_hides(takedown):
    """Whether another open claim keeps the work hidden."""
    same = Takedown.objects.open().filter(artefact=takedown.artefact_id, hid_at_once=True)
    return same.exclude(pk=takedown.pk).exists()


def _decide(takedown, state, *, by, message):
    decided = {"state": state, "decided_by": by, "decided_at": timezone.now(), "note": message}
    if not Takedown.objects.open().filter(pk=takedown.pk).update(**decided):
        raise publishing.TooLate(_("Somebody else has decided on this claim."))
    for name, value in decided.items():
        setattr(takedown, name, value)


def _held(takedown):
    """The claim as it is now, its artefact's row held."""
    artefact = publishing.lock(takedown.artefact_id)
    takedown = Takedown.objects.get(pk=takedown.pk)
    takedown.artefact = artefact
    return takedown
