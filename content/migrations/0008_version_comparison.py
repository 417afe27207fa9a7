import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("content", "0007_one_draft_per_start")]

    operations = [
        migrations.CreateModel(
            "VersionComparison",
            [
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("data", models.JSONField(default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Being checked"),
                            ("running", "Being checked"),
                            ("done", "Checked"),
                            ("failed", "Could not be checked"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("leased_until", models.DateTimeField(blank=True, null=True)),
                (
                    "newer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comparison",
                        to="content.version",
                    ),
                ),
                (
                    "older",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="content.version"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=Q(state__in=["waiting", "running"]),
                        fields=["id"],
                        name="comparison_to_make",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=~Q(older=F("newer")), name="compared_with_another_version"
                    )
                ],
            },
        )
    ]
