"""The index on PostgreSQL: a table of weighted tsvectors beside the search documents.

Cursors, because the table is no model: SQLite has no such type. Vectors and queries are written
out here instead of by to_tsvector, whose parser would split our lexemes its own way; they are made of our own
lexemes, which are letters and digits only.
"""

from collections import defaultdict
from functools import cache
from itertools import chain, repeat

from django.db import connection

from content import loading
from content.models import SearchDocument
from content.search.allowed import allowed

INDEX = "content_searchindex"
RANK_WEIGHTS = [0.05, 0.1, 0.5, 1.0]  # of D, C, B, A
WEIGHTS = "ABBCD"  # of title, tags, summary, body, files
# Before lexemes of title, tags and summary, which stand in a vector a second time: an index on vectors knows no
# weights and would name every document that has a common word anywhere.
HEAD = "~"
LAST_POSITION = 16383  # a tsvector's own limits
MOST_POSITIONS = 256
GAP = 2  # so that no phrase spans two columns

_HIT = """d.artefact_id AS id,
    CASE WHEN d.vector @@ %(title)s::tsquery THEN 0 WHEN d.vector @@ %(head)s::tsquery THEN 1
         WHEN d.vector @@ %(exact)s::tsquery THEN 2 ELSE 3 END AS tier,
    ts_rank(%(weights)s::float4[], d.vector, %(any)s::tsquery, 1) AS score"""
# A query that is NULL finds nothing: the whole index is looked into only where `wider` says what for. Both orders at
# the end are one to PostgreSQL, and `last` is looked at for no more hits than the list holds.
_RANK = f"""
WITH best AS MATERIALIZED (
    SELECT {_HIT}, 0 AS place FROM {INDEX} d
    WHERE d.best AND d.vector @@ %(any)s::tsquery AND {{allowed}}
),
wider AS MATERIALIZED (
    SELECT CASE WHEN count(*) < %(limit)s THEN %(any)s::tsquery
                WHEN count(*) FILTER (WHERE tier < 2) < %(enough)s THEN %(head)s::tsquery END AS words
    FROM best
),
rest AS (
    SELECT {_HIT}, 1 AS place FROM (
        SELECT d.artefact_id, d.vector FROM {INDEX} d
        WHERE NOT d.best AND d.vector @@ (SELECT words FROM wider) AND {{allowed}}
        LIMIT %(candidates)s
    ) AS d
),
hits AS (SELECT * FROM best UNION ALL SELECT * FROM rest ORDER BY tier, place, score DESC, id DESC)
SELECT id FROM hits WHERE {{last}} ORDER BY tier, place, score DESC, id DESC LIMIT %(limit)s
"""  # nosec B608  built of our own constants


def rank(query, queryset, among, *, limit, candidates, enough, is_whole=False):
    """At most ``limit`` ids of ``queryset``, best first (content.search.ranking)."""
    [condition], last, params = allowed(queryset, among, ["d.artefact_id"], is_whole=is_whole)
    params |= {
        "any": _tsquery(query.terms, prefixes=True),
        "exact": _tsquery(query.terms),
        "title": _tsquery(query.terms, "A"),
        "head": _tsquery(query.terms, before=HEAD),
        "weights": RANK_WEIGHTS,
        "limit": limit,
        "candidates": candidates,
        "enough": enough,
    }
    with connection.cursor() as cursor:
        cursor.execute(_RANK.format(allowed=condition, last=last), params)
        return [pk for (pk,) in cursor.fetchall()]


def matching(query):
    """(SQL, parameters) of the ids of every document the query finds, in no order."""
    return (
        f"SELECT artefact_id FROM {INDEX} WHERE vector @@ %s::tsquery",  # nosec B608
        [_tsquery(query.terms, prefixes=True)],
    )


def among(ids):
    """(SQL, parameters) of these ids."""
    return "SELECT unnest(%s::bigint[])", [list(ids)]


def _tsquery(terms, weights="", *, before="", prefixes=False):
    """The text of a tsquery: ('incid' | 'incident':*) & ('post' <-> 'mortem' | 'postmortem')"""
    return " & ".join(f"({' | '.join(_alternatives(term, weights, before, prefixes))})" for term in terms)


def _alternatives(term, weights, before, prefixes):
    ending = f":{weights}" if weights else ""
    for phrase in term.phrases:
        yield " <-> ".join(f"'{before}{lexeme}'{ending}" for lexeme in phrase)
    if term.prefix and prefixes:
        yield f"'{term.prefix}':*"
        yield from (f"'{lexeme}'" for lexeme in term.longer)


def write(documents):
    """Replace the vectors of these documents: (id, best, [lexemes of title, tags, summary, body, files])."""
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {INDEX} (artefact_id, best, vector) VALUES (%s, %s, %s::tsvector) "  # nosec B608
            "ON CONFLICT (artefact_id) DO UPDATE SET best = excluded.best, vector = excluded.vector",
            [(pk, best, vector(columns)) for pk, best, columns in documents],
        )


def loads(documents):
    """What loading.store takes to store new documents with their vectors: (id, parts, best, [lexemes of ...])."""
    rows = [(pk, parts, best) for pk, parts, best, _ in documents]
    vectors = [(pk, best, vector(columns)) for pk, _, best, columns in documents]
    return [
        loading.load(SearchDocument, ["artefact", "parts", "best"], rows),
        loading.load_columns(INDEX, ["artefact_id", "best", "vector"], vectors),
    ]


def delete(ids):
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {INDEX} WHERE artefact_id = ANY(%s)", [list(ids)])  # nosec B608


def clear():
    """Empty the index."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {INDEX}")  # nosec B608


def vector(columns):
    """The text of a tsvector: 'incid':1A,7C '~incid':1A"""
    positions, before = defaultdict(list), 0
    for weight, lexemes in zip(WEIGHTS, columns, strict=True):
        places = _places(weight)
        here = chain(places[before : before + len(lexemes)], repeat(places[-1]))
        for lexeme, place in zip(lexemes, here, strict=False):
            positions[lexeme].append(place)
            if weight in "AB":
                positions[HEAD + lexeme].append(place)
        before += len(lexemes) + GAP
    return " ".join(f"'{lexeme}':{','.join(places[:MOST_POSITIONS])}" for lexeme, places in positions.items())


@cache
def _places(weight):
    """Every place that a tsvector can name, as it is written: 1A, 2A, 3A, ..."""
    return [f"{position}{weight}" for position in range(1, LAST_POSITION + 1)]


def counts():
    """(documents in the index, of these the best)"""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*), count(*) FILTER (WHERE best) FROM {INDEX}")  # nosec B608
        return cursor.fetchone()
