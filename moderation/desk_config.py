"""Django's admin with our site class as the default one."""

from django.contrib.admin.apps import AdminConfig


class DeskConfig(AdminConfig):
    default_site = "moderation.desk.Desk"
