from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0002_notices_and_mail")]

    operations = [
        migrations.AddField(
            model_name="member",
            name="theme",
            field=models.CharField(
                blank=True,
                choices=[("system", "As the system"), ("light", "Light"), ("dark", "Dark")],
                max_length=6,
                verbose_name="colours",
            ),
        ),
    ]
