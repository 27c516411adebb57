"""Run Django's deployment checks as a real site would be set up; any warning fails."""

import os
import subprocess
import sys
import tempfile

PRODUCTION = {
    "DJANGO_DEBUG": "0",
    "DEMO": "0",
    "HTTPS": "1",
    "SITE_URL": "https://portal.example.org",
    "ALLOWED_HOSTS": "portal.example.org",
    "TRUSTED_PROXIES": "1",
    "MAIL_URL": "smtp://mail.example.org:587?tls=1",
}


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="acs-check-") as var:
        return subprocess.run(
            [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
            env=os.environ | PRODUCTION | {"VAR": var},
        ).returncode


if __name__ == "__main__":
    sys.exit(main())
