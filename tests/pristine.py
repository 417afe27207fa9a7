"""An SQLite file as the migrations leave it, made once for all processes: migrating takes each of them long.

``copy_to(path)`` is all that others need. Kept beside the virtual environment's packages, under a name that follows
from everything a migration may read; a new one replaces the one before.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

HOUSE = Path(__file__).resolve().parent.parent
ROOMS = ("back2itsm", "content", "people", "ratings", "surveys", "moderation")
SHELF = Path(sys.prefix) / "pristine"


def copy_to(path):
    """Make a migrated database at ``path``."""
    SHELF.mkdir(exist_ok=True)
    with (SHELF / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        kept = SHELF / f"{_state()}.sqlite3"
        if not kept.exists():
            _make(kept)
    shutil.copyfile(kept, path)


def _state():
    """A name for all that the rooms hold: their migrations, their data and what both import."""
    digest = hashlib.sha256(sys.version.encode())
    for room in ROOMS:
        for path in sorted((HOUSE / room).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(str(path.relative_to(HOUSE)).encode() + b"\0" + path.read_bytes())
    digest.update((HOUSE / "requirements.txt").read_bytes())
    return digest.hexdigest()[:24]


def _make(kept):
    for old in SHELF.glob("*.sqlite3*"):
        old.unlink()
    half = kept.with_suffix(".sqlite3-half")
    command = [sys.executable, "-m", "tests.pristine", str(half)]
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings", "DATABASE_URL": ""}
    subprocess.run(command, cwd=HOUSE, env=environment, check=True)
    half.rename(kept)


def main(path):
    """Migrate a database from empty and leave it at ``path``, whole in one file."""
    import django

    django.setup()
    from django.db import connection

    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [path])
    connection.close()
    connection.creation.destroy_test_db(name, verbosity=0)


if __name__ == "__main__":
    main(sys.argv[1])
