from django.db import migrations

from acs_portal.kernel.append_only import AppendOnly

OF_AN_ADOPTED_PLAN = "(SELECT adopted_at FROM actionplan_plan p WHERE p.id = {row}.plan_id) IS NOT NULL"
ON_ITS_AXES = (
    "(SELECT p.adopted_at FROM actionplan_plan p JOIN actionplan_axis a ON a.plan_id = p.id "
    "WHERE a.id = {row}.axis_id) IS NOT NULL"
)
OF_ITS_ITEMS = (
    "(SELECT p.adopted_at FROM actionplan_plan p JOIN actionplan_axis a ON a.plan_id = p.id "
    "JOIN actionplan_item i ON i.axis_id = a.id WHERE i.id = {row}.item_id) IS NOT NULL"
)


class Migration(migrations.Migration):
    dependencies = [("actionplan", "0001_initial")]

    operations = [
        AppendOnly("actionplan_plan", when="{row}.adopted_at IS NOT NULL"),
        AppendOnly("actionplan_axis", when=OF_AN_ADOPTED_PLAN, closed=True),
        AppendOnly("actionplan_item", when=ON_ITS_AXES, closed=True),
        AppendOnly("actionplan_item_mandates", when=OF_ITS_ITEMS, closed=True),
    ]
