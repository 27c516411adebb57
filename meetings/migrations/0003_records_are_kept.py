from django.db import migrations

from acs_portal.kernel.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("meetings", "0002_symbols_are_kept")]

    operations = [
        AppendOnly("meetings_decision"),
        AppendOnly("meetings_sitting"),
        AppendOnly("meetings_sitting_present"),
    ]
