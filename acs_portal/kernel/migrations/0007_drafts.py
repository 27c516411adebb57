"""Which texts of a version a machine wrote: of a machine draft, until now, all that are there."""

from django.db import migrations, models


def drafts_of_machine_versions(apps, schema_editor):
    """Every text of a version that was a machine draft as a whole."""
    for found in apps.get_model("kernel", "Translation").objects.filter(state="machine"):
        found.drafts = list(found.originals)
        found.save(update_fields=["drafts"])


class Migration(migrations.Migration):
    dependencies = [("kernel", "0006_messages")]

    operations = [
        migrations.AddField(model_name="translation", name="drafts", field=models.JSONField(default=list)),
        migrations.RunPython(drafts_of_machine_versions, migrations.RunPython.noop),
    ]
