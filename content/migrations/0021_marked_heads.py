"""PostgreSQL's search index gets each lexeme of title, tags and summary a second time, marked.

An index on vectors knows no weights: asked for a common word in few titles, it named every document that has the
word anywhere, and each had to be looked at.
"""

from django.db import migrations

MARKED = """
SELECT string_agg('''~' || lexeme || ''':' || places, ' ') FROM (
    SELECT lexeme, string_agg(position || weight, ',' ORDER BY position) AS places
    FROM unnest(vector), unnest(positions, weights) AS at(position, weight)
    WHERE weight IN ('A', 'B') GROUP BY lexeme
) AS heads
"""
MARK = f"UPDATE content_searchindex SET vector = concat_ws(' ', vector, ({MARKED}))::tsvector"  # nosec B608
UNMARK = """
UPDATE content_searchindex SET vector = ts_delete(
    vector, ARRAY(SELECT lexeme FROM unnest(vector) WHERE lexeme LIKE '~%')
)
"""


def on_postgresql(statement):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            with schema_editor.connection.cursor() as cursor:
                cursor.execute(statement)

    return run


class Migration(migrations.Migration):
    dependencies = [("content", "0020_facet_sets")]

    operations = [migrations.RunPython(on_postgresql(MARK), on_postgresql(UNMARK))]
