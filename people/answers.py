"""How a rule answers: yes, or no with the reason that the page shows in place of the button."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied


@dataclass(frozen=True)
class Allowed:
    """Yes; ``note`` is what must be said beside it, such as "not reviewed by a second person"."""

    note: str = ""

    def __bool__(self):
        return True


@dataclass(frozen=True)
class Denied:
    """No, and why, in a sentence fit to be shown."""

    reason: str

    def __bool__(self):
        return False


def demand(answer):
    """Hand an ``Allowed`` through; raise PermissionDenied with the reason of a ``Denied``."""
    if not answer:
        raise PermissionDenied(str(answer.reason))
    return answer
