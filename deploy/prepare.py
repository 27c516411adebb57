"""Bring the database to where the code is: migrations, reference data, in the demo the demonstration.

One process instead of four `manage.py`: a second `make run` starts in seconds. What is there is kept.
"""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "acs_portal.settings")


def main() -> None:
    import django
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    django.setup()
    connection.ensure_connection()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("load_reference_data")
    if settings.DEMO:
        call_command("seed_demo", stage=os.environ.get("STAGE", "adopted"))


if __name__ == "__main__":
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management.base import CommandError
    from django.db.utils import OperationalError

    try:
        main()
    except (ImproperlyConfigured, CommandError) as wrong:
        sys.exit(f"acs-portal: {wrong}")
    except OperationalError as error:
        sys.exit(f"acs-portal: the database does not answer: {' '.join(str(error).split())}")
