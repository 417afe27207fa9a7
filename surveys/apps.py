from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SurveysConfig(AppConfig):
    """What is missing: surveys, needs and pledges."""

    name = "surveys"
    verbose_name = _("Surveys")

    def ready(self):
        from people import privacy
        from surveys.privacy import HOLDING

        privacy.register(HOLDING)
