"""manage.py find_rings: what looks like agreed voting, for moderators."""

from django.core.management.base import BaseCommand

from ratings import finding


class Command(BaseCommand):
    help = (
        "Look for members who vote together and for many ratings at once, and list them for moderators. "
        "Safe to repeat; nobody is punished by it."
    )

    def handle(self, **options):
        found = finding.find()
        self.stdout.write(
            f"{found.rings} rings and {found.bursts} bursts; "
            f"{found.made} findings are new, {found.changed} changed, {found.gone} are gone."
        )
