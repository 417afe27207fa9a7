from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("content", "0010_replies")]

    operations = [
        migrations.AlterField(
            model_name="facetvalue",
            name="facet",
            field=models.PositiveSmallIntegerField(
                choices=[
                    (0, "All"),
                    (1, "Kind"),
                    (2, "Practice"),
                    (3, "File type"),
                    (4, "Licence"),
                    (5, "Sector"),
                    (6, "Organisation size"),
                    (7, "Language"),
                    (8, "Tag"),
                    (9, "Adaptations"),
                ]
            ),
        ),
    ]
