import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("surveys", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="response",
            name="came_for_pairs",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="wave",
            name="last_vote_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.CreateModel(
            name="PairRanking",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("appearances", models.JSONField(default=dict)),
                ("votes_at", models.DateTimeField(null=True)),
                ("counted_at", models.DateTimeField()),
                ("payload", models.JSONField(default=dict)),
                ("voters", models.PositiveIntegerField(default=0)),
                ("published_at", models.DateTimeField(null=True)),
                ("final", models.BooleanField(default=False)),
                (
                    "wave",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pair_ranking",
                        to="surveys.wave",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PairIdea",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("label", models.CharField(max_length=120, verbose_name="what costs pain")),
                ("folded", models.CharField(editable=False, max_length=360)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waits for a moderator"),
                            ("shown", "Published"),
                            ("kept-back", "Kept back"),
                        ],
                        default="waiting",
                        editable=False,
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("day", models.DateField(editable=False, verbose_name="day")),
                (
                    "item",
                    models.OneToOneField(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="surveys.item",
                    ),
                ),
                (
                    "wave",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pair_ideas",
                        to="surveys.wave",
                    ),
                ),
            ],
            options={
                "verbose_name": "addition to a pairwise round",
                "verbose_name_plural": "additions to pairwise rounds",
                "constraints": [
                    models.UniqueConstraint(fields=("wave", "folded"), name="one_idea_per_label")
                ],
            },
        ),
    ]
