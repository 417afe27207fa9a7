"""manage.py ship_surveys: add the surveys a new site begins with; what is there stays as it is."""

from django.core.management.base import BaseCommand

from surveys import shipping


class Command(BaseCommand):
    help = "Add the Practitioner Health Check and the Five community questions, unless they are there."

    def handle(self, *, verbosity, **options):
        added = shipping.ship()
        if verbosity:
            self.stdout.write("1 survey added." if added == 1 else f"{added} surveys added.")
