"""Authorised channels: the offices that may sign designations for a party, kept by the Secretariat.

    add --> open --change--> open or closed (from a day on)

Until a party has entered a channel, the general rule of the network holds: its Foreign Ministry or a
permanent mission (Rotterdam Convention). Who signs for another office is refused, with the list.
"""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from acs_portal.kernel import acts, tracking
from acs_portal.kernel.errors import RuleBroken
from acs_portal.kernel.models import User

from ..models import AuthorisedChannel, Party

ADDED = acts.verb("channel.add", pgettext_lazy("act", "entered the authorised channel"))
CHANGED = acts.verb("channel.change", pgettext_lazy("act", "changed the authorised channel"))

Office = AuthorisedChannel.Office


class SignerOutside(RuleBroken):
    message = _(
        "The signer does not write for an office that may name focal points of %(party)s. These may: "
        "%(offices)s. Ask the party for a letter of one of them, or enter the channel first."
    )


@transaction.atomic
def add(
    *,
    party: Party,
    name: str,
    by: User,
    on: datetime,
    starts: date | None = None,
    until: date | None = None,
    note: str = "",
    is_demonstration: bool = False,
) -> AuthorisedChannel:
    """Enter an office that may sign designations for a party."""
    channel = AuthorisedChannel(
        party=party,
        name=name.strip(),
        starts=starts,
        until=until,
        note=note,
        is_demonstration=is_demonstration,
    )
    tracking.write(channel, by=by, on=on)
    acts.record(by=by, did=ADDED, to=channel, after={"name": channel.name}, on=on)
    return channel


@transaction.atomic
def change(*, channel: AuthorisedChannel, by: User, on: datetime) -> AuthorisedChannel:
    """Save a channel as a valid form left it. Raises Stale when somebody else saved in between."""
    before, after = tracking.write(channel, by=by, on=on)
    if after:
        acts.record(by=by, did=CHANGED, to=channel, before=before, after=after, on=on)
    return channel


def may_sign(party: Party, day: date) -> list[tuple[str, str]]:
    """(key, name) of each office that may sign for a party on a day: its channels, else the general ones.

    The key is that of a channel, or the code of an office of the general rule.
    """
    own = [(str(channel.pk), channel.name) for channel in party.channels.all().open_on(day)]
    return own if own or party.channels.exists() else [(office.value, office.label) for office in Office]


def guard(party: Party, *, channel: AuthorisedChannel | None, office: str, day: date) -> None:
    """Refuse a signer who writes for none of the offices of that day. Raises SignerOutside."""
    offices = dict(may_sign(party, day))
    key = str(channel.pk) if channel else office
    if key not in offices:
        names = ", ".join(str(name) for name in offices.values()) or "–"
        raise SignerOutside(party=party.name, offices=names)
