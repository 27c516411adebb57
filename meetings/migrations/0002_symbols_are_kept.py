from django.db import migrations

from acs_portal.kernel.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("meetings", "0001_initial")]

    operations = [AppendOnly("meetings_symbol")]
