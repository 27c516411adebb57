"""One function per message of the network."""

from acs_portal.kernel import outbox
from acs_portal.kernel.models import User

from .models import Designation


def designation_news(to: User, designation: Designation, *, about: str):
    """Tell a person what became of a designation; `about` is its state, "ended" or "reminder"."""
    return outbox.post(
        to,
        "designation_news",
        cause=f"designation:{designation.pk}:{about}:{designation.version}",
        context={"designation": designation, "about": about},
    )
