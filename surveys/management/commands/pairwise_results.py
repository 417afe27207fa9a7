"""manage.py pairwise_results --csv-in FILE --json [--reference ITEM]: who wins against whom, from a file."""

from django.core.management.base import BaseCommand, CommandError

from surveys import pairwise, tables
from surveys.management.csv_results import add_file_arguments, as_json, read_with


class Command(BaseCommand):
    help = "Compute live scores and Bradley-Terry abilities from a file of counts or of votes."

    def add_arguments(self, parser):
        add_file_arguments(parser, required=True)
        parser.add_argument(
            "--reference", metavar="ITEM", help="the item that stands at 0; otherwise the mean"
        )

    def handle(self, *, csv_in, skip_bad, reference, **options):
        votes = read_with(tables.read_votes, csv_in, skip_bad=skip_bad, stderr=self.stderr)
        try:
            outcome = pairwise.judge(votes.contest, reference)
        except KeyError as error:
            raise CommandError(f"The reference {reference} is not among the items.") from error
        if outcome.steadied:
            self.stderr.write(
                "Won or lost everything, so half a win was added to both sides of their pairs: "
                + ", ".join(outcome.steadied)
            )
        if outcome.unlinked:
            self.stderr.write(
                "Never compared with the others, so without ability: " + ", ".join(outcome.unlinked)
            )
        self.stdout.write(as_json({"items": [_entry(standing) for standing in outcome.standings]}))


def _entry(standing):
    names = ("item", "wins", "losses", "ties", "live_score", "interval", "log_ability", "se")
    return {name: getattr(standing, name) for name in names}
