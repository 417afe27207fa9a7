"""The full-text index beside the search documents: FTS5 tables on SQLite, a tsvector column on PostgreSQL.

By hand, because neither is a model: lexemes are made in Python (content/search/lexemes.py) and both engines
only store and rank them. No triggers: Django's way of altering a table on SQLite drops them silently.
"""

from django.db import migrations

COLUMNS = "title, tags, summary, body, files"
SQLITE = [
    f"CREATE VIRTUAL TABLE content_searchindex USING fts5({COLUMNS}, "
    "tokenize='unicode61 remove_diacritics 0', prefix='2 3')",
    f"CREATE VIRTUAL TABLE content_searchbest USING fts5({COLUMNS}, "
    "tokenize='unicode61 remove_diacritics 0', prefix='2 3')",
]
POSTGRESQL = [
    "ALTER TABLE content_searchdocument ADD COLUMN vector tsvector",
    "CREATE INDEX search_all ON content_searchdocument USING gin (vector)",
    "CREATE INDEX search_best ON content_searchdocument USING gin (vector) WHERE best",
]
UNDO = {
    "sqlite": ["DROP TABLE content_searchindex", "DROP TABLE content_searchbest"],
    "postgresql": ["ALTER TABLE content_searchdocument DROP COLUMN vector"],
}


def create(apps, schema_editor):
    statements = {"sqlite": SQLITE, "postgresql": POSTGRESQL}
    for statement in statements[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def undo(apps, schema_editor):
    for statement in UNDO[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("content", "0003_first_taxonomy")]

    operations = [migrations.RunPython(create, undo)]
