"""What other rooms' forms may offer out of the taxonomy."""

from content.models import Licence

LINK_ONLY = "LicenseRef-LinkOnly"


def licence_choices():
    """A member's settings: the licences for new work of one's own, as (SPDX id, name and plain words)."""
    rows = Licence.objects.filter(active=True).exclude(spdx=LINK_ONLY)
    return [(licence.spdx, f"{licence.short}: {licence.plain_words}") for licence in rows]
