"""The full-text index beside the search documents: FTS5 tables on SQLite, a table of vectors on PostgreSQL.

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
    # Vectors are kept in the row itself, not compressed beside it: a common word then reads a fraction of it.
    "CREATE TABLE content_searchindex (artefact_id bigint PRIMARY KEY, best boolean NOT NULL, "
    "vector tsvector NOT NULL) WITH (toast_tuple_target = 8160)",
    "ALTER TABLE content_searchindex ALTER COLUMN vector SET STORAGE MAIN",
    "CREATE INDEX search_all ON content_searchindex USING gin (vector)",
    "CREATE INDEX search_best ON content_searchindex USING gin (vector) WHERE best",
]
UNDO = {
    "sqlite": ["DROP TABLE content_searchindex", "DROP TABLE content_searchbest"],
    "postgresql": ["DROP TABLE content_searchindex"],
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
