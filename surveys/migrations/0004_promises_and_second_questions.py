import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("content", "0018_unfound_and_used_again"),
        ("surveys", "0003_results_toggles"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="NeedFigures",
            fields=[
                (
                    "need",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="figures",
                        serialize=False,
                        to="surveys.need",
                    ),
                ),
                ("n", models.PositiveIntegerField()),
                ("importance", models.FloatField()),
                ("coverage", models.FloatField()),
                ("gap", models.FloatField()),
                ("opp", models.FloatField()),
                ("opp_low", models.FloatField()),
                ("opp_high", models.FloatField()),
                ("supply", models.FloatField(default=0)),
                ("focus", models.FloatField(db_index=True, default=0)),
                ("artefacts", models.PositiveIntegerField(default=0)),
                ("after_n", models.PositiveIntegerField(default=0)),
                ("before", models.FloatField(blank=True, null=True)),
                ("after", models.FloatField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="SecondQuestion",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("before", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("coverage", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("no_opinion", models.BooleanField(default=False)),
                ("asked_on", models.DateField(blank=True, null=True)),
            ],
        ),
        migrations.AddField(
            model_name="askagain",
            name="asked_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="coverage",
            name="asked_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="need",
            name="is_practice",
            field=models.BooleanField(default=False, verbose_name="the practice as a whole"),
        ),
        migrations.AddField(
            model_name="pledge",
            name="note",
            field=models.CharField(blank=True, max_length=300, verbose_name="what you will do"),
        ),
        migrations.AddConstraint(
            model_name="need",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_practice", True), ("merged_into__isnull", True)),
                fields=("practice",),
                name="one_need_per_practice",
            ),
        ),
        migrations.AddConstraint(
            model_name="pledge",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", True), ("state__in", ("open", "late"))),
                    models.Q(
                        models.Q(("state__in", ("open", "late")), _negated=True), ("ended_at__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="only_ended_pledges_have_an_end",
            ),
        ),
        migrations.AddField(
            model_name="needfigures",
            name="snapshot",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="surveys.snapshot"
            ),
        ),
        migrations.AddField(
            model_name="secondquestion",
            name="address",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="surveys.askagain",
            ),
        ),
        migrations.AddField(
            model_name="secondquestion",
            name="artefact",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="content.artefact"
            ),
        ),
        migrations.AddField(
            model_name="secondquestion",
            name="member",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="second_questions",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="secondquestion",
            name="need",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="second_questions",
                to="surveys.need",
            ),
        ),
        migrations.AddConstraint(
            model_name="needfigures",
            constraint=models.CheckConstraint(
                condition=models.Q(("supply__range", (0, 1))), name="supply_is_a_share"
            ),
        ),
        migrations.AddConstraint(
            model_name="needfigures",
            constraint=models.CheckConstraint(
                condition=models.Q(("after_n", 0), ("after_n__gte", 5), _connector="OR"),
                name="after_is_no_small_cell",
            ),
        ),
        migrations.AddConstraint(
            model_name="secondquestion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("member__isnull", False)),
                fields=("need", "artefact", "member"),
                name="one_second_question_per_member",
            ),
        ),
        migrations.AddConstraint(
            model_name="secondquestion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("address__isnull", False)),
                fields=("need", "artefact", "address"),
                name="one_second_question_per_address",
            ),
        ),
        migrations.AddConstraint(
            model_name="secondquestion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("coverage__isnull", True),
                    models.Q(("coverage__range", (1, 5)), ("no_opinion", False)),
                    _connector="OR",
                ),
                name="second_answer_is_1_to_5",
            ),
        ),
    ]
