from django.db import migrations

from content.terms import load


def load_terms(apps, schema_editor):
    load(lambda name: apps.get_model("content", name))


class Migration(migrations.Migration):
    dependencies = [("content", "0002_initial")]

    # Going back keeps the terms: artefacts may point to them, and the tables go with 0001.
    operations = [migrations.RunPython(load_terms, migrations.RunPython.noop)]
