from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("content", "0017_adaptations_are_a_facet"),
    ]

    operations = [
        migrations.AddField(
            model_name="artefact",
            name="again_asked",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="artefact",
            name="again_yes",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.CreateModel(
            name="Unfound",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", models.CharField(max_length=60)),
                ("week", models.DateField()),
                ("n", models.PositiveIntegerField()),
                ("kept_back", models.BooleanField(default=False)),
            ],
            options={
                "verbose_name": "search without a hit",
                "verbose_name_plural": "searches without a hit",
                "constraints": [
                    models.UniqueConstraint(fields=("words", "week"), name="one_count_per_words_and_week"),
                    models.CheckConstraint(
                        condition=models.Q(("n__gt", 0), models.Q(("words", ""), _negated=True)),
                        name="unfound_says_something",
                    ),
                ],
            },
        ),
    ]
