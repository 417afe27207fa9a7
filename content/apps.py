from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContentConfig(AppConfig):
    name = "content"
    verbose_name = _("Content")

    def ready(self):
        from content import privacy_of_replies
        from content.privacy import HOLDING
        from people import privacy

        privacy.register(HOLDING)
        privacy.register(privacy_of_replies.HOLDING)
