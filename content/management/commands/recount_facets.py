"""Compare the stored lists and counts with the artefacts, and put right what differs."""

import sys

from django.core.management.base import BaseCommand

from content import facets


class Command(BaseCommand):
    help = (
        "Recount what lists and filters show. With --check nothing is changed and a difference is an error."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--check", action="store_true", help="only compare; exit code 1 if anything differs"
        )

    def handle(self, *, check, **options):
        differences = facets.recount(fix=not check)
        verb = "differ" if check else "differed and are put right"
        self.stdout.write(f"{differences} entries and counts {verb}.")
        if check and differences:
            sys.exit(1)
