"""What the processes of test_processes.py run: python tests/kernel/sending.py <what> ..."""

import os
import sys
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "acs_portal.settings")


def write(count: str) -> None:
    """`count` people get a message each, written in one transaction."""
    from django.db import transaction

    from acs_portal.kernel import outbox
    from acs_portal.kernel.models import Message, User

    with transaction.atomic():
        first = User.objects.count()
        for number in range(first, first + int(count)):
            user = User.objects.create_user(f"{number}@example.org", name=f"Number {number}")
            context = {"old": "a", "new": "b", "by": user}
            outbox.post(user, "address_changed", cause="x", context=context)
        sys.stdout.write(str(Message.objects.count()))


def later() -> None:
    """Eleven minutes pass: claims of senders that died are old, failures are tried again."""
    from django.db.models import F

    from acs_portal.kernel.models import Message

    while_away = timedelta(minutes=11)
    Message.objects.update(failed_at=F("failed_at") - while_away)
    Message.objects.filter(sent_at=None).update(
        claimed_at=F("claimed_at") - while_away, created_at=F("created_at") - while_away
    )


def unsent() -> None:
    """How many messages are not noted as sent."""
    from acs_portal.kernel.models import Message

    sys.stdout.write(str(Message.objects.unsent().count()))


if __name__ == "__main__":
    import django

    django.setup()
    {"write": write, "later": later, "unsent": unsent}[sys.argv[1]](*sys.argv[2:])
