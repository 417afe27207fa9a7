from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0005_notices_of_new_work"),
    ]

    operations = [
        migrations.AlterField(
            model_name="notice",
            name="kind",
            field=models.CharField(
                choices=[
                    ("decision", "Decisions on your work"),
                    ("reply", "Replies to your work"),
                    ("answer", "Conversations you follow"),
                    ("review-date", "Review dates of your work"),
                    ("report", "What became of your reports"),
                    ("pledge", "Your promises to fill a need"),
                    ("need", "Needs that you posted, voted for or rated"),
                ],
                max_length=16,
            ),
        ),
        migrations.AlterField(
            model_name="noticechoice",
            name="kind",
            field=models.CharField(
                choices=[
                    ("decision", "Decisions on your work"),
                    ("reply", "Replies to your work"),
                    ("answer", "Conversations you follow"),
                    ("review-date", "Review dates of your work"),
                    ("report", "What became of your reports"),
                    ("pledge", "Your promises to fill a need"),
                    ("need", "Needs that you posted, voted for or rated"),
                ],
                max_length=16,
            ),
        ),
    ]
