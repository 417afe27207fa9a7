"""``manage.py bench``: what ``make bench`` runs (back2itsm.bench)."""

import json
import shlex
import sys
from datetime import date

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from back2itsm.bench import processes

TURNS, REQUESTS, SECONDS = 5, 50, 5
QUICK_TURNS, QUICK_REQUESTS, QUICK_SECONDS = 3, 40, 2
SIZES, MILLION = (10_000, 100_000), 1_000_000


class Command(BaseCommand):
    help = "Measures the site at 10,000 and 100,000 artefacts on SQLite and PostgreSQL and prints a table."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--quick", action="store_true", help="10,000 on SQLite only, few short rounds")
        parser.add_argument("--million", action="store_true", help="10,000 and 1,000,000 on PostgreSQL")
        parser.add_argument(
            "--only", metavar="ENGINE-N", action="append", help="such as sqlite-10000; repeatable"
        )
        parser.add_argument("--fresh", action="store_true", help="make the libraries anew")
        parser.add_argument("--turns", type=int)
        parser.add_argument("--requests", type=int, help="of each page in a round, in the process")
        parser.add_argument("--ratings", metavar="N", type=int, help="N ratings among 10,000, nothing else")
        # What the bench runs in processes of their own, each with the database of one library.
        for part in ("--inside", "--addresses", "--desk", "--surveys", "--drop-tables"):
            parser.add_argument(part, action="store_true", help="(a part of the bench)")
        parser.add_argument("--uploads", metavar="PORT", type=int, help="(a part of the bench)")

    def handle(self, **options):
        turns = options["turns"] or (QUICK_TURNS if options["quick"] else TURNS)
        requests = options["requests"] or (QUICK_REQUESTS if options["quick"] else REQUESTS)
        if options["ratings"]:
            self._ratings(options)
        elif options["inside"]:
            self._inside(turns, requests)
        elif options["addresses"]:
            self._addresses()
        elif options["uploads"]:
            self._uploads(options["uploads"])
        elif options["desk"]:
            self._desk()
        elif options["surveys"]:
            self._surveys(options["quick"])
        elif options["drop_tables"]:
            self._drop_tables()
        else:
            self._bench(turns, requests, options)

    def _bench(self, turns, requests, options):
        from back2itsm.bench import report, running

        try:
            processes.check()
        except processes.NotLinux as reason:
            raise CommandError(str(reason)) from None
        machine = processes.machine()
        seconds = QUICK_SECONDS if options["quick"] else SECONDS
        results = [
            running.measure(engine, size, turns, requests, seconds, self._say, fresh=options["fresh"])
            for engine, size in self._libraries(options)
        ]
        command = shlex.join(["manage.py", *sys.argv[1:]])
        text = report.document(results, machine=machine, command=command, turns=turns, day=date.today())
        self.stdout.write(text)
        if not (options["quick"] or options["only"]):
            name = f"{date.today()}-million.md" if options["million"] else f"{date.today()}.md"
            folder = settings.BASE_DIR / "docs" / "measurements"
            folder.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
            self._say(f"Written to docs/measurements/{name}")

    def _libraries(self, options):
        if options["only"]:
            pairs = [name.rpartition("-") for name in options["only"]]
            return [(engine, int(size)) for engine, _, size in pairs]
        if options["quick"]:
            return [("sqlite", SIZES[0])]
        if options["million"]:
            return [("postgresql", SIZES[0]), ("postgresql", MILLION)]
        return [(engine, size) for engine in ("sqlite", "postgresql") for size in SIZES]

    def _inside(self, turns, requests):
        from back2itsm.bench import inside

        self.stdout.write(json.dumps(inside.measure(turns, requests)))

    def _addresses(self):
        from back2itsm.bench import addresses

        pages = addresses.pages()
        urls, files = addresses.downloads()
        # A home page has one address.
        found = {
            "list": pages["list"],
            "home": pages["home"][:1],
            "artefact": pages["artefact"],
            "download": urls,
        }
        found |= {"nginx": files, "hello": addresses.floor("hello"), "rows": addresses.floor("rows")}
        self.stdout.write(json.dumps(found))

    def _uploads(self, port):
        from back2itsm.bench import uploads

        self.stdout.write(json.dumps(uploads.upload_all(port)))

    def _desk(self):
        from back2itsm.bench import desk

        self.stdout.write(json.dumps(desk.measure()))

    def _ratings(self, options):
        """Both engines, or those of ``--only``; ``--inside``, in a process of its own, the database it has."""
        from back2itsm.bench import libraries, ratings, report

        if options["inside"]:
            self.stdout.write(json.dumps(ratings.measure_inside(self._say, options["ratings"])))
            return
        results = []
        for engine, size in self._libraries(options):
            if size == ratings.LIBRARY:
                with libraries.opened(engine, size, self._say, fresh=options["fresh"]) as library:
                    found = ratings.measure(library, self._say, number=options["ratings"])
                results.append({"engine": engine, "size": size, "ratings": found})
                self._say(json.dumps(found))
        self.stdout.write(report.of_ratings(results))

    def _surveys(self, is_quick):
        from back2itsm.bench import surveys

        many = surveys.MANY // 10 if is_quick else surveys.MANY
        self.stdout.write(json.dumps(surveys.measure(self._say, many)))

    def _drop_tables(self):
        """On PostgreSQL: an empty schema in the bench's own database."""
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")

    def _say(self, text):
        self.stderr.write(text)
