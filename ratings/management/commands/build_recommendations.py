"""What goes with what, and what and whom each member is shown."""

from django.core.management.base import BaseCommand

from ratings import suggesting


class Command(BaseCommand):
    help = "Builds the recommendations that pages show, and writes those that changed. A part of the nightly work."

    def handle(self, **options):
        found = suggesting.build()
        self.stdout.write(
            f"Recommendations changed for {found.artefacts} artefacts and {found.members} members; "
            f"people for {found.people} members."
        )
