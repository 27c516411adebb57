"""One function per message of the network."""

from acs_portal.kernel import outbox
from acs_portal.kernel.models import User

from .models import PublicationRequest


def request_asked(to: User, request: PublicationRequest):
    """Tell the publisher of a party that the publication of sections of its profile is asked for."""
    return outbox.post(
        to,
        "request_asked",
        cause=f"request:{request.pk}:asked",
        context={"asked": request, "party": request.profile.party, "about": "asked"},
    )


def request_answered(to: User, request: PublicationRequest):
    """Tell who asked what became of the request."""
    return outbox.post(
        to,
        "request_answered",
        cause=f"request:{request.pk}:{request.state}",
        context={"asked": request, "party": request.profile.party},
    )
