"""On SQLite an artefact's facet set is stored under its number: a look-up is one search instead of two.

SQLite keeps a table in the order of its primary key only where that is an ``integer``; Django says ``bigint`` for the
key of a one-to-one relation.
"""

from django.db import migrations

FILL = [
    "INSERT INTO content_facetset_new (artefact_id, packed) SELECT artefact_id, packed FROM content_facetset",
    "DROP TABLE content_facetset",
    "ALTER TABLE content_facetset_new RENAME TO content_facetset",
]


def kept_by(kind):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "sqlite":
            table = (
                f'CREATE TABLE content_facetset_new ("artefact_id" {kind} NOT NULL PRIMARY KEY '
                'REFERENCES "content_artefact" ("id") DEFERRABLE INITIALLY DEFERRED, "packed" text NOT NULL)'
            )
            for statement in [table, *FILL]:
                schema_editor.execute(statement)

    return run


class Migration(migrations.Migration):
    dependencies = [("content", "0021_marked_heads")]

    operations = [migrations.RunPython(kept_by("integer"), kept_by("bigint"))]
