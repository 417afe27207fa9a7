"""``manage.py serve``: what ``make run`` runs."""

import os

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from back2itsm import serving


class Command(BaseCommand):
    help = "Prepares the site and runs web server and worker together on HOST and PORT. Ctrl-C stops both."

    def handle(self, **options):
        host = os.environ.get("HOST", "").strip() or "127.0.0.1"
        try:
            serving.serve(host, settings.PORT, self.say)
        except serving.CannotServe as reason:
            raise CommandError(str(reason)) from None
        except KeyboardInterrupt:
            raise SystemExit(130) from None

    def say(self, line):
        self.stdout.write(line)
        self.stdout.flush()
