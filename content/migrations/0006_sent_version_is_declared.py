from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("content", "0005_version_declares")]

    operations = [
        migrations.AddConstraint(
            "version",
            models.CheckConstraint(
                condition=~Q(state__in=["published", "submitted"])
                | Q(declaration="library")
                | (Q(declared_at__isnull=False) & ~Q(declaration="")),
                name="sent_version_is_declared",
            ),
        )
    ]
