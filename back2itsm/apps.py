from django.apps import AppConfig


class HouseConfig(AppConfig):
    """Settings, home page, commands and checks; no models."""

    name = "back2itsm"
    verbose_name = "Back2ITSM"

    def ready(self):
        from back2itsm import checks  # noqa: F401  registers the system checks once apps are loaded
