"""Trust, ties and scores anew, or a comparison of the stored sums with a recount."""

import sys

from django.core.management.base import BaseCommand

from ratings import batch


class Command(BaseCommand):
    help = "The nightly batch of ratings. With --check nothing is changed and a difference is an error."

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="only compare; exit code 1 if sums differ")

    def handle(self, *, check, **options):
        if check:
            drifted = batch.drift()
            self.stdout.write(f"{drifted} artefacts have sums that differ from a recount.")
            sys.exit(1 if drifted else 0)
        found = batch.recompute()
        self.stdout.write(
            f"{found.changed} scores changed; {found.proven} members are proven; "
            f"{found.drifted} artefacts had sums that differed from a recount."
        )
        for seed, count in found.warned.items():
            self.stdout.write(f"{count} members are proven through the seed {seed} alone.")
