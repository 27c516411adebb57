import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0009_task_owner"),
    ]

    operations = [
        migrations.CreateModel(
            name="DataRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("copy", "Copy"), ("erasure", "Erasure")], max_length=8, verbose_name="kind"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("prepared", "Waits for a second person"),
                            ("done", "Carried out"),
                            ("refused", "Refused"),
                        ],
                        default="prepared",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("who", models.CharField(blank=True, max_length=200, verbose_name="about whom")),
                ("reason", models.CharField(max_length=300, verbose_name="reason")),
                ("rows", models.JSONField(default=list)),
                ("prepared_at", models.DateTimeField(verbose_name="prepared")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="decided")),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "prepared_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="prepared by",
                    ),
                ),
            ],
            options={
                "verbose_name": "request about personal data",
                "verbose_name_plural": "requests about personal data",
                "ordering": ["-prepared_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at", None), ("decided_by", None), ("state", "prepared")),
                            models.Q(
                                models.Q(("state", "prepared"), _negated=True),
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="data_request_decided_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind", "copy"),
                            models.Q(("state", "done"), _negated=True),
                            models.Q(("decided_by", models.F("prepared_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="erasure_by_two_persons",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "prepared"), models.Q(("rows", []), ("who", "")), _connector="OR"
                        ),
                        name="answered_request_names_nobody",
                    ),
                ],
            },
        ),
    ]
