"""What forms offer that another room knows: licences to settings, needs to the wizard."""

from django.conf import settings
from django.utils.module_loading import import_string

from content.models import Licence

LINK_ONLY = "LicenseRef-LinkOnly"


def licence_choices():
    """A member's settings: the licences for new work of one's own, as (SPDX id, name and plain words)."""
    rows = Licence.objects.filter(active=True).exclude(spdx=LINK_ONLY)
    return [(licence.spdx, f"{licence.short}: {licence.plain_words}") for licence in rows]


def need_choices():
    """The open needs, as (words that are kept, words that are shown)."""
    return import_string(settings.NEED_CHOICES)()


def known_need(number):
    """The words that are kept of an open need with this number ("N-031"); "" where there is none."""
    if not number:
        return ""
    return next((words for words, _shown in need_choices() if words.partition(" ")[0] == number), "")
