"""Full-text search: one signature, two engines.

The text of listed artefacts is turned into lexemes in Python (lexemes), stored and ranked by the database
(sqlite: FTS5, postgresql: tsvector), and shown from its original spelling (snippets).
"""

from content.search.documents import BEST, bulk_index, choose_best, drop, index
from content.search.entering import count_words, loads
from content.search.postgresql import INDEX
from content.search.query import Query, parse
from content.search.ranking import MOST_HITS, Found, among, matching, search
from content.search.snippets import Snippet, snippets, snippets_of
from content.search.vocabulary import recount as recount_words

__all__ = [
    "BEST",
    "INDEX",
    "MOST_HITS",
    "Found",
    "Query",
    "Snippet",
    "among",
    "bulk_index",
    "choose_best",
    "count_words",
    "drop",
    "index",
    "loads",
    "matching",
    "parse",
    "recount_words",
    "search",
    "snippets",
    "snippets_of",
]
