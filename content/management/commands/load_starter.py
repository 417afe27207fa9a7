"""manage.py load_starter: the artefacts that come with the product."""

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from content.management.reporting import tell
from content.starting import load_starter


class Command(BaseCommand):
    help = "Load the starter library. A second run changes nothing."

    def handle(self, *args, verbosity, **options):
        quiet = None if verbosity else True  # None: only where somebody watches a terminal
        report = load_starter(watch=lambda items: tqdm(items, unit=" artefacts", disable=quiet))
        if verbosity or report.skipped:
            tell(report, self.stdout.write)
        if not report.taken:
            raise CommandError("Nothing could be loaded.")
