"""manage.py survey_results --csv-in FILE --json: importance, coverage and gaps of each item, from a file."""

from django.core.management.base import BaseCommand, CommandError

from surveys import gaps, intervals, tables
from surveys.management.csv_results import add_file_arguments, as_json, read_with, write_csv

PRINTED = (
    "item",
    "n",
    "mean_importance",
    "mean_coverage",
    "mean_gap",
    "sd_importance",
    "sd_coverage",
    "sd_gap",
    "imp",
    "cov",
    "opp",
    "mwds",
    "rank_opp",
    "rank_gap",
    "opp_interval",
    "rank_interval",
    "quadrant",
)


class Command(BaseCommand):
    help = "Compute importance, coverage, gap, opportunity and ranks of each item, with intervals."

    def add_arguments(self, parser):
        add_file_arguments(parser, required=True)
        parser.add_argument("--csv", action="store_true", help="print CSV")

    def handle(self, *, csv_in, skip_bad, json, csv, **options):
        if json and csv:
            raise CommandError("Choose one of --json and --csv.")
        answers = read_with(tables.read_answers, csv_in, skip_bad=skip_bad, stderr=self.stderr)
        key = intervals.seed("file", "", answers.given)
        found = gaps.from_answers(answers.given, key=key, items=answers.items)
        entries = [entry(figures) for figures in found]
        if csv:
            write_csv(entries, self.stdout)
        else:
            self.stdout.write(as_json({"n_respondents": len(answers.given), "items": entries}))


def entry(figures):
    """One item as it is printed."""
    said = {name: getattr(figures, name) for name in PRINTED}
    return said | {"quadrant": figures.quadrant.value}
