from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0006_notices_of_reviews"),
    ]

    operations = [
        migrations.AlterField(
            model_name="notice",
            name="kind",
            field=models.CharField(
                choices=[
                    ("decision", "Decisions on your work"),
                    ("reply", "Replies to your work"),
                    ("review", "Reviews of your work"),
                    ("answer", "Conversations you follow"),
                    ("review-date", "Review dates of your work"),
                    ("report", "What became of your reports"),
                    ("interest", "New work in your practices"),
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
                    ("review", "Reviews of your work"),
                    ("answer", "Conversations you follow"),
                    ("review-date", "Review dates of your work"),
                    ("report", "What became of your reports"),
                    ("interest", "New work in your practices"),
                    ("pledge", "Your promises to fill a need"),
                    ("need", "Needs that you posted, voted for or rated"),
                ],
                max_length=16,
            ),
        ),
    ]
