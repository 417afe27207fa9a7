"""manage.py load_corpus DIR: others' work from a folder with a MANIFEST.csv."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from content.collecting import load_corpus
from content.management.reporting import tell
from content.manifests import Unreadable


class Command(BaseCommand):
    help = "Load collected artefacts from a folder with a MANIFEST.csv. A second run changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path)

    def handle(self, *args, folder, verbosity, **options):
        quiet = None if verbosity else True  # None: only where somebody watches a terminal
        try:
            report = load_corpus(folder, lambda groups: tqdm(groups, unit=" artefacts", disable=quiet))
        except Unreadable as error:
            raise CommandError(str(error)) from error
        tell(report, self.stdout.write)
        if not report.taken:
            raise CommandError("Nothing could be loaded.")
