"""``manage.py export_user you@example.org``: what "Download my data" gives, for a member who cannot sign in."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from people import exporting
from people.models import Member


class Command(BaseCommand):
    help = "Writes a ZIP with all that the site holds on a member: JSON and their files."

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument(
            "--to", type=Path, help="the ZIP to write; without it back2itsm-<slug>.zip is made here"
        )

    def handle(self, *, email, to=None, **options):
        member = Member.objects.filter(email__iexact=email).first()
        if member is None:
            raise CommandError(f"No member has the address {email!r}.")
        to = to or Path(f"back2itsm-{member.slug}.zip")
        try:
            with to.open("xb") as target:
                for piece in exporting.export(member):
                    target.write(piece)
        except OSError as error:
            raise CommandError(f"{to} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"{to}: {to.stat().st_size:,} bytes")
