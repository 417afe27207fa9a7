from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("content", "0008_version_comparison")]

    operations = [
        migrations.AddField(model_name="filecontent", name="findings", field=models.JSONField(default=list)),
    ]
