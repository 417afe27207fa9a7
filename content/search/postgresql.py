"""The index on PostgreSQL: a weighted tsvector beside each search document.

Cursors, because the column is no field of the model: SQLite has no such type. Vectors and queries are written
out here instead of by to_tsvector, whose parser would split our lexemes its own way; they are made of our own
lexemes, which are letters and digits only.
"""

from collections import defaultdict

from django.db import connection

WEIGHTS = "ABBCD"  # of title, tags, summary, body, files
LAST_POSITION = 16383  # a tsvector's own limits
MOST_POSITIONS = 256
GAP = 2  # so that no phrase spans two columns


def write(documents):
    """Replace the vectors of these documents: (id, best, [lexemes of title, tags, summary, body, files])."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE content_searchdocument SET vector = %s::tsvector, best = %s WHERE artefact_id = %s",
            [(vector(columns), best, pk) for pk, best, columns in documents],
        )


def delete(ids):
    """Nothing to do: the vector goes with its row."""


def vector(columns):
    """The text of a tsvector: 'incid':1A,7B 'manag':2A"""
    positions, position = defaultdict(list), 0
    for weight, lexemes in zip(WEIGHTS, columns, strict=True):
        for lexeme in lexemes:
            position += 1
            if len(positions[lexeme]) < MOST_POSITIONS:
                positions[lexeme].append(f"{min(position, LAST_POSITION)}{weight}")
        position += GAP
    return " ".join(f"'{lexeme}':{','.join(places)}" for lexeme, places in positions.items())
