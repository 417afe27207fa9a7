"""Compare the search index with the artefacts, and build it anew where it differs."""

import sys

from django.core.management.base import BaseCommand

from content.search import checking


class Command(BaseCommand):
    help = (
        "Check that search finds what the library holds. With --fix the index is built anew if it does not."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--fix", action="store_true", help="build the index anew where something is wrong"
        )

    def handle(self, *, fix, **options):
        faults = list(checking.faults())
        for fault in faults:
            self.stdout.write(fault)
        if not faults:
            self.stdout.write("The search index is what the library holds.")
        elif fix:
            checking.put_right()
            self.stdout.write("The search index is built anew.")
        else:
            sys.exit(1)
