import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

WHY = [
    ("liked", "Who liked the one liked the other"),
    ("practice", "Best rated in a practice"),
    ("context", "Worked where the member works"),
    ("voice", "A new voice"),
    ("endorsed", "Recommended by somebody the member follows"),
    ("alike", "Followed by who follows the same people"),
    ("work", "Made something the member liked"),
]


def key():
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


def place():
    """The columns that every list has."""
    return [
        ("id", key()),
        ("place", models.PositiveSmallIntegerField()),
        ("why", models.CharField(choices=WHY, max_length=8)),
    ]


def to(model, name="+", **options):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.CASCADE, related_name=name, to=model, **options
    )


def perhaps(model, **options):
    return to(model, blank=True, null=True, **options)


MEMBER = settings.AUTH_USER_MODEL


class Migration(migrations.Migration):
    dependencies = [
        ("content", "0019_best_rated"),
        ("ratings", "0003_words_of_reviews"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Similar",
            fields=[
                *place(),
                ("practice", perhaps("content.practice", db_index=False)),
                ("artefact", to("content.artefact", "similar", db_index=False)),
                ("other", to("content.artefact")),
                ("shared", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="ForYou",
            fields=[
                *place(),
                ("practice", perhaps("content.practice", db_index=False)),
                ("member", to(MEMBER, "for_you", db_index=False)),
                ("artefact", to("content.artefact")),
                ("because", perhaps("content.artefact")),
                ("about", models.CharField(blank=True, max_length=100)),
            ],
        ),
        migrations.CreateModel(
            name="PersonForYou",
            fields=[
                *place(),
                ("practice", perhaps("content.practice", db_index=False)),
                ("member", to(MEMBER, "people_for_you", db_index=False)),
                ("person", to(MEMBER)),
                ("because", perhaps(MEMBER)),
                ("artefact", perhaps("content.artefact")),
            ],
        ),
        migrations.CreateModel(
            name="NotInterestedIn",
            fields=[("id", key()), ("by", to(MEMBER)), ("person", to(MEMBER))],
        ),
        migrations.AddConstraint(
            "similar",
            models.UniqueConstraint(fields=("artefact", "place"), name="one_similar_per_place"),
        ),
        migrations.AddConstraint(
            "foryou", models.UniqueConstraint(fields=("member", "place"), name="one_for_you_per_place")
        ),
        migrations.AddConstraint(
            "personforyou", models.UniqueConstraint(fields=("member", "place"), name="one_person_per_place")
        ),
        migrations.AddConstraint(
            "notinterestedin",
            models.UniqueConstraint(fields=("by", "person"), name="not_interested_in_once"),
        ),
    ]
