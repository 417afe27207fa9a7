import django.utils.timezone
from django.db import migrations, models
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce


def since_when(apps, schema_editor):
    """A version is in its state since its last move, or since it was begun."""
    moves = apps.get_model("content", "StatusChange").objects.filter(version=OuterRef("pk"))
    last = Subquery(moves.order_by("-pk").values("at")[:1])
    apps.get_model("content", "Version").objects.update(state_since=Coalesce(last, "created_at"))


class Migration(migrations.Migration):
    dependencies = [("content", "0009_file_findings")]

    operations = [
        migrations.AddField(
            "version", "state_since", models.DateTimeField(default=django.utils.timezone.now)
        ),
        migrations.AddField("version", "look_later", models.BooleanField(default=False)),
        migrations.RunPython(since_when, migrations.RunPython.noop),
    ]
