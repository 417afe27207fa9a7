"""``make_library N``: a generated library for measuring."""

import time

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from content.making import NotEmpty, make_library


class Command(BaseCommand):
    help = "Makes N generated artefacts with facets and search index, for measuring. All say that they are generated."

    def add_arguments(self, parser):
        parser.add_argument("number", type=int, metavar="N")
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args, **options):
        if options["number"] < 1:
            raise CommandError("N must be at least 1.")
        started = time.monotonic()
        quiet = options["verbosity"] < 1 or not self.stderr.isatty()
        try:
            make_library(
                options["number"],
                seed=options["seed"],
                progress=lambda batches: tqdm(batches, unit="k artefacts", disable=quiet),
            )
        except NotEmpty:
            raise CommandError("Generated artefacts are already here. Use a fresh database.") from None
        seconds = time.monotonic() - started
        self.stdout.write(f"{options['number']:,} artefacts in {seconds:.0f} s.")
