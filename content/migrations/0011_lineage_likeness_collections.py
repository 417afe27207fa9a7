import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q


def key(to, related_name, on_delete=django.db.models.deletion.CASCADE, **options):
    return models.ForeignKey(on_delete=on_delete, related_name=related_name, to=to, **options)


def number():
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


class Migration(migrations.Migration):
    dependencies = [
        ("content", "0012_file_cleaning_and_need"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # Nothing ever wrote it; its table becomes one with constraints.
        migrations.RemoveField("version", "adapted_from"),
        migrations.CreateModel(
            "Adaptation",
            [
                ("id", number()),
                ("version", key("content.version", "adapted_from")),
                (
                    "original",
                    key("content.version", "adaptations", on_delete=django.db.models.deletion.PROTECT),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=["version", "original"], name="one_adaptation_per_pair"),
                    models.CheckConstraint(
                        condition=~Q(version=F("original")), name="adapted_from_another_version"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            "TextPrint",
            [
                (
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="text_print",
                        serialize=False,
                        to="content.file",
                    ),
                ),
                ("passages", models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            "TextBand",
            [
                ("id", number()),
                ("hash", models.BigIntegerField()),
                ("file", key("content.file", "text_bands")),
            ],
            options={"indexes": [models.Index(fields=["hash", "file"], name="text_band")]},
        ),
        migrations.CreateModel(
            "Likeness",
            [
                ("id", number()),
                ("percent", models.PositiveSmallIntegerField()),
                ("file", key("content.file", "likenesses")),
                ("other", key("content.file", "+")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["file", "other"], name="one_likeness_per_pair"),
                    models.CheckConstraint(condition=~Q(file=F("other")), name="like_another_file"),
                    models.CheckConstraint(condition=Q(percent__lte=100), name="likeness_in_hundredths"),
                ]
            },
        ),
        migrations.CreateModel(
            "Collection",
            [
                ("id", number()),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("text", models.TextField(blank=True, max_length=2000, verbose_name="what it is for")),
                ("is_public", models.BooleanField(default=False, verbose_name="everybody can see it")),
                ("is_featured", models.BooleanField(default=False, verbose_name="on the home page")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("owner", key(settings.AUTH_USER_MODEL, "collections")),
            ],
            options={
                "verbose_name": "collection",
                "verbose_name_plural": "collections",
                "indexes": [
                    models.Index(fields=["-id"], name="collection_public", condition=Q(is_public=True)),
                    models.Index(
                        fields=["-changed_at", "-id"],
                        name="collection_featured",
                        condition=Q(is_public=True, is_featured=True),
                    ),
                ],
                "constraints": [models.CheckConstraint(condition=~Q(title=""), name="collection_has_title")],
            },
        ),
        migrations.CreateModel(
            "CollectionItem",
            [
                ("id", number()),
                ("place", models.PositiveIntegerField()),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("artefact", key("content.artefact", "in_collections")),
                ("collection", key("content.collection", "items")),
            ],
            options={
                "ordering": ["place", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=["collection", "artefact"], name="one_artefact_once_per_collection"
                    )
                ],
            },
        ),
    ]
