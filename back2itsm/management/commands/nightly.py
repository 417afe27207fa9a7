"""``manage.py nightly``: the round that keeps the house clean. Safe to repeat."""

from django.core.management.base import BaseCommand, CommandError

from back2itsm import working


class Command(BaseCommand):
    help = "Sweeps files, recounts stored figures and prunes old marks; says what it did."

    def handle(self, **options):
        sentences = working.run_nightly()
        if sentences is None:
            self.stdout.write("Another process is at it; nothing done here.")
            return
        for sentence in sentences:
            self.stdout.write(sentence)
        if any("failed" in sentence for sentence in sentences):
            raise CommandError("A nightly job failed, see the log.")
