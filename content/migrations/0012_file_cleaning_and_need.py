import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("content", "0016_version_queue")]

    operations = [
        migrations.CreateModel(
            "Cleaning",
            [
                (
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="cleaning",
                        serialize=False,
                        to="content.file",
                    ),
                ),
                ("removed", models.JSONField(default=list)),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("sha256_before", models.CharField(blank=True, max_length=64)),
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
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=Q(state__in=["waiting", "running"]), fields=["file"], name="file_to_clean"
                    )
                ]
            },
        ),
        migrations.AddField(
            model_name="artefact",
            name="need",
            field=models.CharField(blank=True, max_length=200, verbose_name="which need does this answer?"),
        ),
    ]
