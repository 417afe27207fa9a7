from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ModerationConfig(AppConfig):
    """How the house is kept."""

    name = "moderation"
    verbose_name = _("Moderation")

    def ready(self):
        from moderation.privacy import HOLDING
        from people import privacy

        privacy.register(HOLDING)
