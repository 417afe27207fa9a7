"""``manage.py worker``: inspection, roll-ups and whatever else waits in rows."""

from django.core.management.base import BaseCommand, CommandError

from back2itsm import working


class Command(BaseCommand):
    help = (
        "Does what waits: checks files, adds up downloads, and a nightly round once a day. Ctrl-C stops it."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--once", action="store_true", help="do what waits until nothing is left, then end"
        )

    def handle(self, *, once, verbosity, **options):
        if once:
            self.once(verbosity)
        else:
            self.forever()

    def once(self, verbosity):
        done, failed = working.run_dry(working.worker_jobs())
        if failed:
            raise CommandError(f"These jobs failed, see the log: {', '.join(failed)}.")
        if verbosity:
            self.stdout.write(f"Done: {done}.")

    def forever(self):
        nightly = working.Nightly()
        round_of_the_night = working.Job("nightly", nightly.if_due, every=600)
        try:
            working.run_forever([*working.worker_jobs(), round_of_the_night], working.Stop().listen())
        finally:
            nightly.end()
