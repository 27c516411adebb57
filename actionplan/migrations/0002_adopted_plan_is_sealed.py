from django.db import migrations

from acs_portal.kernel.append_only import AppendOnly

OF_AN_ADOPTED_PLAN = "(SELECT adopted_at FROM actionplan_plan p WHERE p.id = OLD.plan_id) IS NOT NULL"
ON_ITS_AXES = (
    "(SELECT p.adopted_at FROM actionplan_plan p JOIN actionplan_axis a ON a.plan_id = p.id "
    "WHERE a.id = OLD.axis_id) IS NOT NULL"
)
OF_ITS_ITEMS = (
    "(SELECT p.adopted_at FROM actionplan_plan p JOIN actionplan_axis a ON a.plan_id = p.id "
    "JOIN actionplan_item i ON i.axis_id = a.id WHERE i.id = OLD.item_id) IS NOT NULL"
)


class Migration(migrations.Migration):
    dependencies = [("actionplan", "0001_initial")]

    operations = [
        AppendOnly("actionplan_plan", when="OLD.adopted_at IS NOT NULL"),
        *(
            AppendOnly(table, when=sealed, when_inserted=sealed.replace("OLD.", "NEW."))
            for table, sealed in (
                ("actionplan_axis", OF_AN_ADOPTED_PLAN),
                ("actionplan_item", ON_ITS_AXES),
                ("actionplan_item_mandates", OF_ITS_ITEMS),
            )
        ),
    ]
