"""manage.py survey_results SURVEY [--wave N] --json, or --csv-in FILE --json: what is important and badly covered."""

import re

from django.core.management.base import BaseCommand, CommandError

from content.publishing import Refused
from surveys import gaps, intervals, readings, results, tables
from surveys.enums import Stage
from surveys.management.csv_results import add_file_arguments, as_json, read_with, write_csv
from surveys.models import Wave

PRINTED = ("item", *results.COLUMNS, "opp_interval", "rank_interval", "quadrant")


class Command(BaseCommand):
    help = "Compute importance, coverage, gap, opportunity and ranks of each item, with intervals."

    def add_arguments(self, parser):
        parser.add_argument("survey", nargs="?", metavar="SURVEY", help="number or address of a survey")
        parser.add_argument("--wave", type=int, metavar="N", help="the last one that was opened, if not said")
        parser.add_argument("--segment", default="", help="role=practitioner, size=50-249, group=doers ...")
        parser.add_argument("--completes-only", action="store_true", help="only responses that are complete")
        add_file_arguments(parser, required=False)
        parser.add_argument("--csv", action="store_true", help="print CSV")

    def handle(self, *, survey, csv_in, json, csv, **options):
        if json and csv:
            raise CommandError("Choose one of --json and --csv.")
        if (survey is None) == (csv_in is None):
            raise CommandError("Name a survey or, with --csv-in, a file.")
        respondents, found = self._of_file(csv_in, options) if csv_in else self._of_survey(survey, options)
        entries = [entry(figures) for figures in found]
        if csv:
            write_csv(entries, self.stdout)
        else:
            self.stdout.write(as_json({"n_respondents": respondents, "items": entries}))

    def _of_file(self, path, options):
        answers = read_with(tables.read_answers, path, skip_bad=options["skip_bad"], stderr=self.stderr)
        key = intervals.seed("file", "", answers.given)
        return len(answers.given), gaps.from_answers(answers.given, key=key, items=answers.items)

    def _of_survey(self, survey, options):
        wave = _wave(survey, options["wave"])
        only = results.COMPLETES if options["completes_only"] else results.EVERY_ANSWER
        try:
            found = results.compute(readings.read(wave), segment=options["segment"], only=only)
        except Refused as refused:
            raise CommandError(refused.reason) from refused
        return found.n_respondents, found.items


def _wave(survey, number):
    which = {"survey": int(survey)} if re.fullmatch("[0-9]{1,18}", survey) else {"survey__slug": survey}
    if number is not None:
        which["number"] = number
    wave = Wave.objects.filter(**which).exclude(stage=Stage.DRAFT).order_by("number").last()
    if wave is None:
        raise CommandError("There is no such survey or wave, or it was never opened.")
    return wave


def entry(figures):
    """One item as it is printed."""
    said = {name: getattr(figures, name) for name in PRINTED}
    return said | {"quadrant": figures.quadrant.value}
