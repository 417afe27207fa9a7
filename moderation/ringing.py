"""What moderators decide on findings, seeds of trust and suspensions: the owner's verb, and one line in the log.

Each answers whether anything changed; done twice, the second changes nothing and writes nothing down.
"""

from django.db import transaction
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from moderation.deciding import Changed
from moderation.enums import Act
from moderation.logbook import enter
from people import outbox, suspending
from people.answers import demand
from ratings import ring_verdicts, seeds
from ratings.rules import may_decide_ring, may_name_seed

MOST_SUBJECT = 40
# What each button does: (the owner's verb, how the log calls it).
VERDICTS = {
    "confirm": (ring_verdicts.confirm, Act.CONFIRM_RING),
    "dismiss": (ring_verdicts.dismiss, Act.DISMISS_RING),
    "take-out": (ring_verdicts.quarantine, Act.TAKE_OUT),
    "put-back": (ring_verdicts.restore, Act.PUT_BACK),
}
SUSPENSIONS = {
    "suspend": (suspending.suspend, Act.SUSPEND, ("active", "suspended")),
    "let-back": (suspending.let_back, Act.LET_BACK, ("suspended", "active")),
}
SEEDS = {"seed": (seeds.name_seed, Act.SEED), "no-seed": (seeds.take_seed, Act.NO_SEED)}


@transaction.atomic
def decide(flag, verdict, *, by, message="", seen=None):
    """Confirm, dismiss, take out or put back (a key of VERDICTS).

    With ``seen``, how many decisions on it the moderator had seen, raises Changed where another one has come.
    """
    verb, act = VERDICTS[verdict]
    remark = demand(may_decide_ring(by, ring_verdicts.people_of(flag))).note
    before = flag.verdict
    decided = verb(flag, by=by)
    if decided is None:
        return False
    # Only now is the finding held: whoever decided at the same moment is through.
    if seen is not None and flag.decisions.count() != seen:
        raise Changed(_("Somebody decided on this finding meanwhile. Look at it again."))
    said = {"subject": str(flag), "message": message, "remark": remark, "finding": flag}
    enter(act, by=by, artefact=None, before=before, after=decided.verdict, **said)
    return True


@transaction.atomic
def trust(member, act, *, by, message):
    """Make a member a seed of trust, or no longer (a key of SEEDS)."""
    verb, entry = SEEDS[act]
    remark = demand(may_name_seed(by, member)).note
    mark = verb(member, by=by)
    if mark is None:
        return False
    states = ("", "seed") if mark.is_seed else ("seed", "")
    subject = Truncator(member.name).chars(MOST_SUBJECT)
    said = {"subject": subject, "message": message, "remark": remark, "member": member}
    enter(entry, by=by, artefact=None, before=states[0], after=states[1], **said)
    return True


@transaction.atomic
def suspend(member, act, *, by, message):
    """Suspend a member, or let them back (a key of SUSPENSIONS), and write to them why: they see no notices."""
    verb, entry, states = SUSPENSIONS[act]
    if not verb(member, by=by):
        return False
    subject = Truncator(member.name).chars(MOST_SUBJECT)
    said = {"subject": subject, "message": message, "member": member}
    decision = enter(entry, by=by, artefact=None, before=states[0], after=states[1], **said)
    words = {
        "suspend": _("Your account is suspended: you cannot sign in, and what you rated counts as nobody's."),
        "let-back": _("Your account is open again: you can sign in."),
    }
    body = f"{words[act]}\n\n{message}\n\n{_('If you do not agree, write to the moderators of this site.')}"
    outbox.post_to_address(
        member.email, key=f"decision:{decision.pk}", subject=words[act].split(":")[0], body=body
    )
    return True
