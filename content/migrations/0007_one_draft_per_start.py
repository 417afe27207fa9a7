import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("content", "0006_sent_version_is_declared")]

    operations = [
        migrations.CreateModel(
            "Start",
            [
                ("token", models.UUIDField(primary_key=True, serialize=False)),
                (
                    "artefact",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="start",
                        to="content.artefact",
                    ),
                ),
            ],
        )
    ]
