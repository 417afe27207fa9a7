from django.db import migrations, models
from django.db.models import OuterRef, Subquery

FACETS = [
    (0, "All"),
    (1, "Kind"),
    (2, "Practice"),
    (3, "File type"),
    (4, "Licence"),
    (5, "Sector"),
    (6, "Organisation size"),
    (7, "Language"),
    (8, "Tag"),
    (9, "Adaptations"),
    (10, "Rating"),
    (11, "Use"),
    (12, "Where it is used"),
]
EVIDENCE = [
    ("", "Untested"),
    ("once", "Used once"),
    ("several", "Used by several"),
    ("widely", "Widely adapted"),
]


def copy_rank(apps, schema_editor):
    """So that lists are in order at once; values and contexts follow with the nightly work."""
    low = apps.get_model("content", "Artefact").objects.filter(pk=OuterRef("artefact")).values("low")
    rated = apps.get_model("content", "FacetEntry").objects.filter(artefact__low__gt=0)
    rated.update(low=Subquery(low))


class Migration(migrations.Migration):
    dependencies = [("content", "0018_unfound_and_used_again")]
    # PostgreSQL makes no index on rows that the same transaction has changed.
    atomic = False

    operations = [
        migrations.AddField(
            "artefact",
            "evidence",
            models.CharField(blank=True, choices=EVIDENCE, default="", max_length=7),
            preserve_default=False,
        ),
        migrations.AddField("artefact", "used_in", models.JSONField(blank=True, default=dict)),
        migrations.AddField("facetentry", "low", models.FloatField(default=0)),
        migrations.AlterField("facetvalue", "facet", models.PositiveSmallIntegerField(choices=FACETS)),
        migrations.RunPython(copy_rank, migrations.RunPython.noop),
        migrations.AddIndex("artefact", models.Index(fields=["status", "-low", "-id"], name="artefact_best")),
        migrations.AddIndex(
            "facetentry", models.Index(fields=["value", "-low", "-artefact"], name="facet_best")
        ),
    ]
