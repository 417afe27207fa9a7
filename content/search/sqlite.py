"""The index on SQLite: two FTS5 tables, one of all documents and one of the best.

Cursors, because FTS5 is no part of the ORM. Everything that reaches a MATCH is made of our own lexemes, which
are letters and digits only; everything else is a parameter.
"""

from django.db import connection

from content import loading
from content.models import SearchDocument
from content.search.allowed import allowed

ALL, BEST = "content_searchindex", "content_searchbest"
INDEXED = ["rowid", "title", "tags", "summary", "body", "files"]
COLUMN_WEIGHTS = "10, 5, 5, 1, 0.5"  # title, tags, summary, body, files

# FTS5's score is better the lower. An empty phrase finds nothing: the whole index is looked into only where
# `wider` says what for. `hits` is read as it was ordered, which LIMIT keeps SQLite from leaving out, and `last` is
# looked at for no more of them than the list holds.
_RANK = f"""
WITH matched AS MATERIALIZED (
    SELECT rowid AS id, bm25({BEST}, {COLUMN_WEIGHTS}) AS score FROM {BEST}
    WHERE {BEST} MATCH %(any)s AND {{best_allowed}}
),
best AS MATERIALIZED (SELECT id, score, {{best_tier}} AS tier FROM matched),
wider AS MATERIALIZED (
    SELECT CASE WHEN count(*) < %(limit)s THEN %(any)s WHEN total(tier < 2) < %(enough)s THEN %(head)s
        ELSE '""' END AS words
    FROM best
),
rest AS MATERIALIZED (
    SELECT rowid AS id, bm25({ALL}, {COLUMN_WEIGHTS}) AS score FROM {ALL}
    WHERE {ALL} MATCH (SELECT words FROM wider) AND rowid NOT IN (SELECT id FROM best) AND {{rest_allowed}}
    ORDER BY rowid DESC LIMIT %(candidates)s
),
hits AS MATERIALIZED (
    SELECT id, tier, 0 AS place, score FROM best
    UNION ALL
    SELECT id, {{rest_tier}} AS tier, 1 AS place, score FROM rest
    ORDER BY tier, place, score, id DESC LIMIT -1
)
SELECT id FROM hits WHERE {{last}} LIMIT %(limit)s
"""  # nosec B608  built of our own constants
_TIER = """CASE WHEN id IN (SELECT rowid FROM {table} WHERE {table} MATCH %(title)s) THEN 0
    WHEN id IN (SELECT rowid FROM {table} WHERE {table} MATCH %(head)s) THEN 1
    WHEN id IN (SELECT rowid FROM {table} WHERE {table} MATCH %(exact)s) THEN 2 ELSE 3 END"""


def rank(query, queryset, among, *, limit, candidates, enough, is_whole=False):
    """At most ``limit`` ids of ``queryset``, best first (content.search.ranking)."""
    # The plus keeps FTS5 from being asked once for each id of ``among``, which takes fifty times as long.
    columns = [f"+{BEST}.rowid", f"+{ALL}.rowid"]
    [best_allowed, rest_allowed], last, params = allowed(queryset, among, columns, is_whole=is_whole)
    exact = _match(query.terms, exact=True)
    params |= {
        "any": _match(query.terms),
        "exact": exact,
        "title": f"{{title}} : ({exact})",
        "head": f"{{title tags summary}} : ({exact})",
        "limit": limit,
        "candidates": candidates,
        "enough": enough,
    }
    statement = _RANK.format(
        best_allowed=best_allowed,
        rest_allowed=rest_allowed,
        last=last,
        best_tier=_TIER.format(table=BEST),
        rest_tier=_TIER.format(table=ALL),
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return [pk for (pk,) in cursor.fetchall()]


def matching(query):
    """(SQL, parameters) of the ids of every document the query finds, in no order."""
    return f"SELECT rowid FROM {ALL} WHERE {ALL} MATCH %s", [_match(query.terms)]  # nosec B608


def among(ids):
    """(SQL, parameters) of these ids."""
    return "SELECT value FROM json_each(%s)", [f"[{','.join(map(str, ids))}]"]


def _match(terms, exact=False):
    """FTS5's expression: (("incid" OR "incident"*) AND ("post mortem" OR "postmortem"))"""
    return " AND ".join(f"({' OR '.join(_alternatives(term, exact))})" for term in terms)


def _alternatives(term, exact):
    yield from (f'"{" ".join(phrase)}"' for phrase in term.phrases)
    if term.prefix and not exact:
        yield f'"{term.prefix}"*'
        yield from (f'"{lexeme}"' for lexeme in term.longer)


def write(documents):
    """Replace the rows of these documents: (id, best, [lexemes of title, tags, summary, body, files])."""
    delete([pk for pk, _, _ in documents])
    rows = [(pk, best, *map(" ".join, columns)) for pk, best, columns in documents]
    loading.store(loading.load_columns(ALL, INDEXED, [(pk, *columns) for pk, _, *columns in rows]))
    loading.store(
        loading.load_columns(BEST, INDEXED, [(pk, *columns) for pk, best, *columns in rows if best])
    )


def loads(documents):
    """What loading.store takes to store new documents with their index: (id, parts, best, [lexemes of ...])."""
    rows = [(pk, parts, best) for pk, parts, best, _ in documents]
    texts = [(best, (pk, *map(" ".join, columns))) for pk, _, best, columns in documents]
    return [
        loading.load(SearchDocument, ["artefact", "parts", "best"], rows),
        loading.load_columns(ALL, INDEXED, [row for _, row in texts]),
        loading.load_columns(BEST, INDEXED, [row for best, row in texts if best]),
    ]


def delete(ids):
    with connection.cursor() as cursor:
        for table in (ALL, BEST):
            cursor.executemany(f"DELETE FROM {table} WHERE rowid = %s", [(pk,) for pk in ids])  # nosec B608


def clear():
    """Empty the index, also a damaged one."""
    with connection.cursor() as cursor:
        for table in (ALL, BEST):
            cursor.execute(f"INSERT INTO {table} ({table}) VALUES ('rebuild')")  # nosec B608
            cursor.execute(f"DELETE FROM {table}")  # nosec B608


def counts():
    """(documents in the index, of these the best); raises DatabaseError where FTS5 finds a table damaged."""
    with connection.cursor() as cursor:
        for table in (ALL, BEST):
            cursor.execute(f"INSERT INTO {table} ({table}) VALUES ('integrity-check')")  # nosec B608
        cursor.execute(f"SELECT (SELECT count(*) FROM {ALL}), (SELECT count(*) FROM {BEST})")  # nosec B608
        return cursor.fetchone()
