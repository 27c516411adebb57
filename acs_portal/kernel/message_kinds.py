"""The kinds of messages: each is declared beside the one function that writes it, in a notifications.py.

An official message leaves at once and nobody can unsubscribe from it: what designates, invites,
releases, adopts or cancels. The others are news, which each person takes as `User.news` says.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of message: the name of its pair of templates, what it tells, and whether it is official.

    One that `keeps_address` goes to an address of its own, also when it is sent again: not to that of the
    account it is written for.
    """

    code: str
    label: str
    is_official: bool
    keeps_address: bool = False


KINDS: dict[str, Kind] = {}


def kind(code: str, label: str, *, official: bool, keeps_address: bool = False) -> str:
    """Declare a kind of message with its pair of templates emails/<code>.txt and .html; answers the code."""
    KINDS[code] = Kind(code, label, official, keeps_address)
    return code
