"""``manage.py make_admin you@example.org``: no default password, a link instead."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.urls import reverse

from people import desk


class Command(BaseCommand):
    help = "Prints a link that makes its reader a moderator. It works once, for an hour."

    def add_arguments(self, parser):
        parser.add_argument("email")

    def handle(self, *, email, **options):
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(f"{email!r} is not an e-mail address.") from None
        path = reverse("claim_desk", args=[desk.offer_desk(email)])
        self.stdout.write("Open this within an hour; it works once:")
        self.stdout.write(f"{settings.SITE_URL}{path}")
