"""manage.py simulate_attack: what a ring or a crowd of new accounts does to a list, tried on made-up communities."""

import re

from django.core.management.base import BaseCommand, CommandError

from ratings.evaluation.simulating import Attack, simulate, site_of

SIZES = (30, 300, 3000)
MOST = 100_000
LINE = "{:>7}  {:<12}  {:<9}  {:<10}  {:>6}  {:>6}  {:>5}"


class Command(BaseCommand):
    help = (
        "Attack an artefact of demo communities and print its rank and its creator's, before and after, beside the "
        "usual ways."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--ring",
            type=int,
            default=0,
            help="accounts that endorse one another and give 5 stars: new ones, then established members",
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
        head = ("members", "attackers", "list", "way", "before", "after", "of")
        self.stdout.write(LINE.format(*head))
        for size in members:
            accounts = ring or count(puppets, size)
            made = site_of(size, seed=seed)
            for who, attack in attacks(ring, accounts, fooled):
                for row in simulate(made, attack, seed=seed):
                    self.stdout.write(LINE.format(size, f"{accounts:,} {who}", *row))


def attacks(ring: int, accounts: int, fooled: int) -> list[tuple[str, Attack]]:
    """(who attacks, the attack)"""
    if ring:
        return [("new", Attack(ring=ring)), ("members", Attack(ring=ring, established=True))]
    return [("new", Attack(puppets=accounts, fooled=fooled))]


def count(puppets: str, members: int) -> int:
    """How many accounts "200" or "10x" (ten for each member) are."""
    found = re.fullmatch(r"([0-9]{1,6})(x?)", puppets, re.ASCII)
    number = int(found[1]) * (members if found[2] else 1) if found else 0
    if not 1 <= number <= MOST:
        raise CommandError(
            f"--puppets is a number such as 200, or 10x for ten a member; at most {MOST:,} accounts."
        )
    return number
