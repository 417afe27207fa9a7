from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("content", "0015_version_state_since")]

    operations = [
        migrations.AddIndex(
            "version",
            models.Index(
                fields=["state_since", "id"], name="version_to_review", condition=Q(state="submitted")
            ),
        ),
        migrations.AddIndex(
            "version",
            models.Index(
                fields=["published_at", "id"], name="version_to_look_at", condition=Q(look_later=True)
            ),
        ),
        migrations.AddConstraint(
            "version",
            models.CheckConstraint(
                condition=Q(look_later=False) | Q(state="published"), name="looked_at_later_is_published"
            ),
        ),
    ]
