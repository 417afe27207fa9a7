"""manage.py simulate_attack: what a ring or a crowd of new accounts does to a list, tried on made-up communities."""

import re

from django.core.management.base import BaseCommand, CommandError

from ratings.evaluation.simulating import Attack, simulate, site_of

SIZES = (30, 300, 3000)
MOST = 100_000


class Command(BaseCommand):
    help = (
        "Attack one artefact of demo communities and print its rank before and after, beside the usual ways."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--ring", type=int, default=0, help="members who endorse one another and give 5 stars"
        )
        parser.add_argument(
            "--puppets", default="", help="new accounts that give 5 stars: 200, or 10x: ten a member"
        )
        parser.add_argument("--fooled", type=int, default=0, help="proven members who each endorse a puppet")
        parser.add_argument("--members", type=int, nargs="+", default=SIZES, help="sizes of the communities")
        parser.add_argument("--seed", type=int, default=1, help="another seed makes other communities")

    def handle(self, *args, ring, puppets, fooled, members, seed, **options):
        if bool(ring) == bool(puppets) or ring < 0 or fooled < 0 or (ring and fooled):
            raise CommandError("Say --ring 20, or --puppets 200, or --puppets 10x --fooled 1.")
        if min(members) < 10 or max(members) > 10_000:
            raise CommandError("A demo community has 10 to 10,000 members.")
        self.stdout.write(f"{'members':>7}  {'accounts':>8}  {'way':<11}  {'before':>6}  {'after':>6}  of")
        for size in members:
            accounts = ring or count(puppets, size)
            made = site_of(size, seed=seed)
            attack = Attack(ring=ring, puppets=0 if ring else accounts, fooled=fooled)
            for way, before, after, listed in simulate(made, attack, seed=seed):
                self.stdout.write(f"{size:>7}  {accounts:>8}  {way:<11}  {before:>6}  {after:>6}  {listed}")


def count(puppets: str, members: int) -> int:
    """How many accounts "200" or "10x" (ten for each member) are."""
    found = re.fullmatch(r"([0-9]{1,6})(x?)", puppets, re.ASCII)
    number = int(found[1]) * (members if found[2] else 1) if found else 0
    if not 1 <= number <= MOST:
        raise CommandError(
            f"--puppets is a number such as 200, or 10x for ten a member; at most {MOST:,} accounts."
        )
    return number
