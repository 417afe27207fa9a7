from itertools import groupby, islice
from operator import itemgetter

import django.db.models.deletion
from django.db import migrations, models

OFFERED = (0, 1, 2, 3, 4, 5, 6, 7, 9, 10, 11)  # all facets but tags and contexts
BATCH = 1000


def pack(apps, schema_editor):
    """One row for each artefact that has entries, so that lists can be counted at once."""
    entries = apps.get_model("content", "FacetEntry").objects.filter(value__facet__in=OFFERED)
    rows = entries.order_by("artefact_id", "value_id").values_list("artefact_id", "value_id")
    FacetSet = apps.get_model("content", "FacetSet")
    sets = (
        FacetSet(artefact_id=pk, packed=" ".join(str(value) for _, value in values))
        for pk, values in groupby(rows.iterator(chunk_size=20_000), key=itemgetter(0))
    )
    while batch := list(islice(sets, BATCH)):
        FacetSet.objects.bulk_create(batch, batch_size=300)


class Migration(migrations.Migration):
    dependencies = [("content", "0019_best_rated")]
    operations = [
        migrations.CreateModel(
            name="FacetSet",
            fields=[
                (
                    "artefact",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="facet_set",
                        serialize=False,
                        to="content.artefact",
                    ),
                ),
                ("packed", models.TextField()),
            ],
        ),
        migrations.RemoveConstraint("facetentry", "one_entry_per_facet_value"),
        migrations.AddConstraint(
            "facetentry",
            models.UniqueConstraint(fields=["value", "artefact"], name="one_entry_per_facet_value"),
        ),
        migrations.AddIndex("facetentry", models.Index(fields=["artefact"], name="facet_of_artefact")),
        migrations.RunPython(pack, migrations.RunPython.noop),
    ]
