"""manage.py make_ratings_data: made-up data sets in the formats evaluate_ratings reads."""

from pathlib import Path

from django.core.management.base import BaseCommand

from ratings.evaluation.folders import KINDS, make


class Command(BaseCommand):
    help = (
        "Write a made-up data set with its dataset.toml into a folder; the same seed writes the same files."
    )

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path)
        parser.add_argument("--like", choices=sorted(KINDS), default="community", help="what it resembles")
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args, folder, like, seed, **options):
        made = make(like, folder, seed=seed)
        self.stdout.write(f"{folder}: {len(made.members):,} members, {len(made.ratings):,} ratings.")
