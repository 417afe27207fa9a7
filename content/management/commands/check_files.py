"""Compare rows and stored files: ``manage.py check_files [--sweep] [--quick]``."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from content import keeping
from content.models import File

WIDTH = 60


class Command(BaseCommand):
    help = "Compare File rows with the file store and print every disagreement; exit code 1 if there is one."

    def add_arguments(self, parser):
        parser.add_argument(
            "--sweep",
            action="store_true",
            help="first remove files without a row that are older than an hour",
        )
        parser.add_argument("--quick", action="store_true", help="compare lengths only, read no file")

    def handle(self, *, sweep, quick, **options):
        now = timezone.now()
        if sweep:
            self.stdout.write(f"Removed: {keeping.sweep(now)}")
        problems = list(keeping.check(now, quick=quick))
        if problems:
            self._print_table(problems)
        checked = (
            f"{_counted(File.objects.count(), 'file')} in the database, {_counted(len(problems), 'problem')}."
        )
        if problems:
            raise CommandError(checked, returncode=1)
        self.stdout.write(checked)

    def _print_table(self, problems):
        self.stdout.write(f"{'Place':<{WIDTH}}  What is wrong")
        for problem in problems:
            whose = f" ({problem.file})" if problem.file else ""
            self.stdout.write(f"{problem.place:<{WIDTH}}  {problem.wrong}{whose}")


def _counted(number, word):
    return f"{number} {word}{'' if number == 1 else 's'}"
