from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import trans_real


class HouseConfig(AppConfig):
    """Settings, home page, commands and checks; no models."""

    name = "back2itsm"
    verbose_name = "Back2ITSM"

    def ready(self):
        from back2itsm import checks  # noqa: F401  registers the system checks once apps are loaded

        _ask_our_words_only()


def _ask_our_words_only():
    """Do not look for each sentence that our catalogue lacks in six more, one behind the other, that hold nothing.

    Libraries ship a catalogue of plain English without any entry but its head. Asking them takes a twelfth of the
    time of a list page.
    """
    catalogue = trans_real.translation(settings.LANGUAGE_CODE)
    further = catalogue._fallback
    while further is not None:
        if any(getattr(further, "_catalog", ())):
            return
        further = further._fallback
    catalogue._fallback = None
