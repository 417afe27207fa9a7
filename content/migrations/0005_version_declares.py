from django.db import migrations, models

LIBRARY = "library"


def declare_what_is_there(apps, schema_editor):
    """Until now only the site's own library could be published."""
    apps.get_model("content", "Version").objects.filter(state__in=["published", "submitted"]).update(
        declaration=LIBRARY
    )


class Migration(migrations.Migration):
    dependencies = [("content", "0004_search_index")]

    operations = [
        migrations.AddField("version", "declared_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField(
            "version",
            "declaration",
            models.CharField(blank=True, max_length=20, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            "version",
            "interest",
            models.CharField(blank=True, max_length=300, default="", verbose_name="interest declared"),
            preserve_default=False,
        ),
        migrations.RunPython(declare_what_is_there, migrations.RunPython.noop),
    ]
