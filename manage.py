#!/usr/bin/env python
"""The command line of the portal."""

import os
import sys


def main() -> None:
    """Run a management command; a wrong setting ends in one clear line and exit code 2."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "acs_portal.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as wrong:
        sys.exit(f"acs-portal: {wrong}")


if __name__ == "__main__":
    main()
