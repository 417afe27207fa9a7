from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RatingsConfig(AppConfig):
    """What peers think of artefacts and of their creators."""

    name = "ratings"
    verbose_name = _("Ratings")

    def ready(self):
        from people import privacy
        from ratings.privacy import HOLDING

        privacy.register(HOLDING)
