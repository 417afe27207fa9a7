"""What a creator may do with an artefact that is out: say it is still valid, retire it, name its successor, bring
it back. Each act is asked for on a page of its own before it is done.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from content import lifecycle, publishing
from content.enums import READABLE, STATUS_MOVES, Status
from content.models import Artefact
from content.moving import Refused
from content.rules import may_confirm, may_retire, may_show_again, may_supersede, may_view


@dataclass(frozen=True)
class Act:
    """One thing a creator may do: its name in addresses, its words, and what it says when it is done."""

    name: str
    button: str
    question: str
    meaning: str
    done: str


ACTS = {
    act.name: act
    for act in (
        Act(
            "confirm",
            _("Still valid"),
            _("Is it still valid?"),
            _("The date of its next review moves to a year from now, and readers see that you looked."),
            _("You said that it is still valid."),
        ),
        Act(
            "retire",
            _("Retire it"),
            _("Retire this artefact?"),
            _(
                "It leaves the lists and the search. Its page stays for those who use it, and you can bring it back."
            ),
            _("It is retired."),
        ),
        Act(
            "supersede",
            _("Name its successor"),
            _("What takes its place?"),
            _("It leaves the lists and the search. Its page stays and points to the successor."),
            _("Its page points to the successor now."),
        ),
        Act(
            "show-again",
            _("Show it again"),
            _("Show this artefact again?"),
            _("It comes back to the lists and the search; a pointer to a successor goes."),
            _("It is shown again."),
        ),
    )
}
NOT_NOW = _("This cannot be done with it as it is now.")


def acts_for(user, artefact):
    """The Acts that a creator has now. What a moderator hid is not the creator's to bring back."""
    if artefact.status not in READABLE:
        return []
    wanted = {
        "confirm": may_confirm(user, artefact),
        "retire": Status.RETIRED in STATUS_MOVES[artefact.status] and may_retire(user, artefact),
        "supersede": Status.SUPERSEDED in STATUS_MOVES[artefact.status] and may_supersede(user, artefact),
        "show-again": artefact.status != Status.PUBLISHED and may_show_again(user, artefact),
    }
    if artefact.status != Status.PUBLISHED:
        del wanted["confirm"]
    return [ACTS[name] for name, allowed in wanted.items() if allowed]


def do(act, artefact, *, by, note="", successor=""):
    """Do it through the verb that asks the rule. Raises Refused with the reason."""
    if act.name == "confirm":
        return lifecycle.confirm(artefact, by=by)
    if act.name == "retire":
        return publishing.retire(artefact, by=by, note=note)
    if act.name == "show-again":
        return publishing.show_again(artefact, by=by, note=note)
    return publishing.supersede(artefact, by=by, successor=_found(successor, by), note=note)


def _found(words, user):
    """The artefact that somebody names by its record number or its address."""
    words = words.rstrip("/").rpartition("/")[2]
    number = words.upper().removeprefix("ART-")
    rows = Artefact.objects.visible_to(user)
    by_number = number.isdecimal() and number.isascii() and len(number) < 16
    found = rows.filter(pk=int(number)).first() if by_number else rows.filter(slug=words[:120]).first()
    if found is None or not may_view(user, found):
        raise Refused(_("Enter the number or the address of an artefact that is on show, such as ART-0412."))
    return found
