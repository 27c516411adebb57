"""One function per message of the network."""

from datetime import date

from django.utils.translation import pgettext_lazy

from acs_portal.kernel import outbox
from acs_portal.kernel.models import User
from acs_portal.kernel.reminders import Due
from network.models import CountryProfile, Designation, Section

PROFILE_TO_CONFIRM = outbox.kind(
    "profile_to_confirm", pgettext_lazy("kind of message", "A profile to confirm"), official=False
)
PROFILE_MISSING = outbox.kind(
    "profile_missing", pgettext_lazy("kind of message", "A profile to publish"), official=False
)
DESIGNATION_NEWS = outbox.kind(
    "designation_news", pgettext_lazy("kind of message", "A step of a designation"), official=True
)


def profile_to_confirm(
    to: User,
    profile: CountryProfile,
    *,
    sections: list[Section],
    empty: list[Section],
    due_on: date,
    on: date,
    offset: int,
) -> Due:
    """Remind a focal point, so many days after a date, of the sections of the profile that are to be
    confirmed by `due_on` or soon after, and of those never filled."""
    return Due(
        to,
        f"profile_to_confirm:{profile.pk}:{due_on}:{on}:{offset}",
        PROFILE_TO_CONFIRM,
        {
            "profile": profile,
            "party": profile.party,
            "sections": [section.label for section in sections],
            "empty": [section.label for section in empty],
            "due_on": due_on,
        },
        on=on,
        offset=offset,
    )


def profile_missing(to: User, designation: Designation, *, offset: int) -> Due:
    """Remind a focal point, so many days after the designation, that the profile was never published."""
    return Due(
        to,
        f"profile_missing:{designation.pk}:{designation.starts}:{offset}",
        PROFILE_MISSING,
        {"party": designation.post.party, "designation": designation},
        on=designation.starts,
        offset=offset,
    )


def designation_lapses(to: User, designation: Designation, *, offset: int) -> Due:
    """Remind whoever filed a designation, so many days before it lapses, that it is to be completed."""
    return Due(
        to,
        f"designation_lapses:{designation.pk}:{designation.complete_by}:{offset}",
        DESIGNATION_NEWS,
        {"designation": designation, "about": "reminder"},
        on=designation.complete_by,
        offset=offset,
    )


def designation_news(to: User, designation: Designation, *, about: str):
    """Tell a person what became of a designation; `about` is its state or "ended"."""
    return outbox.post(
        to,
        DESIGNATION_NEWS,
        cause=f"designation:{designation.pk}:{about}:{designation.version}",
        context={"designation": designation, "about": about},
    )
