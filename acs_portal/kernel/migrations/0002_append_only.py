from django.db import migrations

from acs_portal.kernel.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_initial")]

    operations = [
        AppendOnly("kernel_act"),
        AppendOnly("kernel_release"),
        AppendOnly("kernel_issueddocument"),
    ]
