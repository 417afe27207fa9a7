"""The index on SQLite: two FTS5 tables, one of all documents and one of the best.

Cursors, because FTS5 is no part of the ORM. Everything that reaches a MATCH is made of our own lexemes, which
are letters and digits only; everything else is a parameter.
"""

from django.db import connection

ALL, BEST = "content_searchindex", "content_searchbest"


def write(documents):
    """Replace the rows of these documents: (id, best, [lexemes of title, tags, summary, body, files])."""
    delete([pk for pk, _, _ in documents])
    rows = [(pk, best, *map(" ".join, columns)) for pk, best, columns in documents]
    _insert(ALL, [(pk, *columns) for pk, _, *columns in rows])
    _insert(BEST, [(pk, *columns) for pk, best, *columns in rows if best])


def delete(ids):
    with connection.cursor() as cursor:
        for table in (ALL, BEST):
            cursor.executemany(f"DELETE FROM {table} WHERE rowid = %s", [(pk,) for pk in ids])  # nosec B608


def _insert(table, rows):
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} (rowid, title, tags, summary, body, files) "  # nosec B608
            "VALUES (%s, %s, %s, %s, %s, %s)",
            rows,
        )
