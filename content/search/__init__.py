"""Full-text search: one signature, two engines.

The text of listed artefacts is turned into lexemes in Python (lexemes), stored and ranked by the database
(sqlite: FTS5, postgresql: tsvector), and shown from its original spelling (snippets).
"""

from content.search.documents import bulk_index, choose_best, drop, index

__all__ = ["bulk_index", "choose_best", "drop", "index"]
