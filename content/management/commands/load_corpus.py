"""manage.py load_corpus DIR: others' work from a folder with a MANIFEST.csv."""

from functools import partial
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from content.collecting import load_corpus
from content.management.reporting import in_tenths, tell
from content.manifests import Unreadable


class Command(BaseCommand):
    help = "Load collected artefacts from a folder with a MANIFEST.csv. A second run changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path)

    def handle(self, *args, folder, verbosity, **options):
        if not verbosity:
            watch = iter
        elif self.stderr.isatty():
            watch = partial(tqdm, unit=" artefacts")
        else:
            watch = partial(in_tenths, write=self.stdout.write)
        try:
            report = load_corpus(folder, watch)
        except Unreadable as error:
            raise CommandError(str(error)) from error
        tell(report, self.stdout.write)
        if not report.taken:
            raise CommandError("Nothing could be loaded.")
