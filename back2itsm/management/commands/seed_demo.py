"""``manage.py seed_demo``: a site full of invented people and work, marked on every page."""

import random

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from back2itsm.demo import desk, needs, opinions, people, taking, work
from back2itsm.serving import CannotServe, has_all_tables

SEED = 20261122


class Command(BaseCommand):
    help = (
        "Fills a site with sixty invented members, their work, a year of ratings, a survey, needs and a busy desk; "
        "every page then says that it is a demonstration. A second run changes nothing; what was broken off left "
        "nothing and is made by the next."
    )

    def handle(self, **options):
        try:
            is_ready = has_all_tables()
        except CannotServe as refused:
            raise CommandError(refused) from None
        if not is_ready:
            raise CommandError("The database is not prepared: run manage.py migrate or make run first.")
        # Before the first row: no page may show invented people without saying so.
        settings.DEMO_MARK.parent.mkdir(parents=True, exist_ok=True)
        settings.DEMO_MARK.touch()
        steps = (
            (people.is_here, self._share),
            (opinions.are_here, self._rate),
            (needs.are_here, self._ask),
            (taking.is_here, self._take),
        )
        missing = [make for is_here, make in steps if not is_here()]
        for make in missing:
            # Whole or not at all: half of it would pass for all of it at the next run, for good.
            with transaction.atomic():
                make()
        if not missing:
            self.stdout.write("The demonstration is here already.")

    def _share(self):
        draw = random.Random(SEED)  # nosec B311  a repeatable demonstration, not a secret
        members, moderator = people.join(draw)
        made = work.share(draw, members, moderator)
        desk.fill(draw, members, moderator)
        self.stdout.write(
            f"{len(members)} members, {len(made.published)} published, {len(made.waiting)} waiting, "
            f"{len(made.drafts)} drafts: all invented, and marked on every page."
        )

    def _rate(self):
        draw = random.Random(SEED + 1)  # nosec B311
        ratings = opinions.fill(draw, *opinions.everybody())
        self.stdout.write(f"{ratings} ratings of a year, a ring and a brigade: all invented as well.")

    def _ask(self):
        draw = random.Random(SEED + 2)  # nosec B311
        open_needs = needs.fill(draw, *opinions.everybody())
        self.stdout.write(f"140 answers of a survey, {open_needs} open needs with votes and promises.")

    def _take(self):
        marks = taking.fill(random.Random(SEED + 3))  # nosec B311
        self.stdout.write(f"{marks} downloads, as invented as those who use the work.")
