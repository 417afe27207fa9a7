"""Tell creators whose review dates are past; the nightly round does the same."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from content import lifecycle


class Command(BaseCommand):
    help = "Tells creators which of their artefacts are to be reviewed, once for each date."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="only list what would be done")

    def handle(self, *, dry_run, **options):
        today = timezone.localdate()
        for artefact in lifecycle.due(today) if dry_run else ():
            line = f"{artefact.record_number} {artefact.title}: review by {artefact.review_by}"
            self.stdout.write(f"{line} is past; tell {artefact.creator}")
        if not dry_run:
            self.stdout.write(f"{lifecycle.tell_due(today)} creators told")
