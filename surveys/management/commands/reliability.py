"""manage.py reliability --csv-in FILE: Cronbach's alpha of a battery of items, one column an item."""

from dataclasses import asdict

from django.core.management.base import BaseCommand, CommandError

from surveys import reliability, tables
from surveys.management.csv_results import add_file_arguments, as_json, read_with


class Command(BaseCommand):
    help = "Compute alpha, the mean correlation and each item's correlation with the rest from a file."

    def add_arguments(self, parser):
        add_file_arguments(parser, required=True)

    def handle(self, *, csv_in, skip_bad, **options):
        battery = read_with(tables.read_battery, csv_in, skip_bad=skip_bad, stderr=self.stderr)
        if battery.incomplete:
            one = battery.incomplete == 1
            rows = "1 row has a blank and was" if one else f"{battery.incomplete} rows have a blank and were"
            self.stderr.write(f"{rows} left out.")
        try:
            found = reliability.reliability(battery.columns)
        except ValueError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(as_json(asdict(found)))
