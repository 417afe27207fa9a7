"""Make the weekly mails of notices; the worker sends them."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from people import digests


class Command(BaseCommand):
    help = (
        "Put the weekly mails into the outbox: for each member what they were told before this Monday and have "
        "not read. The nightly round does the same; a second run in a week finds nothing to do."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--dry-run", action="store_true", help="only say who would get a mail about how many things"
        )

    def handle(self, *, dry_run, **options):
        now = timezone.now()
        if not dry_run:
            self.stdout.write(f"{digests.post(now)} weekly mails are in the outbox.")
            return
        planned = list(digests.planned(now))
        for digest in planned:
            self.stdout.write(f"{digest.member.email}: {len(digest.items) + digest.more} notices")
        self.stdout.write(f"{len(planned)} weekly mails would be made.")
