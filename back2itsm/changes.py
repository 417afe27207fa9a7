"""Whether anything was committed to the database since somebody looked, without asking what.

SQLite counts for each connection what all others have committed (its manual, "PRAGMA data_version"): one that never
writes misses nothing. PostgreSQL's snapshot names the next transaction that will write and those that are at it (its
manual, "pg_current_snapshot"): the same text again means that none of them has ended.
"""

import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path

from django.db import DatabaseError, connection

LOOKED_EVERY = 5  # seconds


class Watch:
    """Remembers for LOOKED_EVERY seconds where the database stood; for any number of threads."""

    def __init__(self):
        self.lock = threading.Lock()
        self.looked_at = float("-inf")
        self.seen = None
        self.reader = None

    def mark(self) -> str | None:
        """Where the database stood at most five seconds ago: equal marks, nothing new. None where it can't be known."""
        if time.monotonic() - self.looked_at >= LOOKED_EVERY:
            with self.lock:
                if time.monotonic() - self.looked_at >= LOOKED_EVERY:
                    now = time.monotonic()
                    self.seen = self.look()
                    self.looked_at = now
        return self.seen

    def recent(self) -> str | None:
        """The last mark, if it is younger than five seconds: nothing is asked."""
        return self.seen if time.monotonic() - self.looked_at < LOOKED_EVERY else None

    def look(self) -> str | None:
        """Where the database stands now."""
        try:
            return self._of_sqlite() if connection.vendor == "sqlite" else _of_postgresql()
        except (DatabaseError, sqlite3.Error):
            return None

    def close(self):
        if self.reader is not None:
            self.reader.close()
            self.reader = None

    def _of_sqlite(self):
        if connection.is_in_memory_db():
            return None
        if self.reader is None:
            # Of its own: a connection that writes does not count its own commits.
            path = Path(connection.settings_dict["NAME"]).resolve().as_uri()
            self.reader = sqlite3.connect(f"{path}?mode=ro", uri=True, check_same_thread=False)
        with closing(self.reader.execute("PRAGMA data_version")) as cursor:
            return f"{cursor.fetchone()[0]}"


def _of_postgresql():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_snapshot()::text")
        return cursor.fetchone()[0]
