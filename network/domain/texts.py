"""The documents of the network with official texts: country profiles."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from acs_portal.kernel import roles, translations
from acs_portal.kernel.models import User
from network.domain import entries, profile_tree, profiles
from network.models import ENTRIES, CountryProfile, Entry, Party, Post, held_posts


def _find(codes: Iterable[str]) -> dict[str, Party]:
    return {party.code: party for party in Party.objects.filter(code__in=codes).select_related("profile")}


def _own(user: User) -> set[str]:
    """The codes of the parties whose profile a person drafts."""
    may = roles.GRANTS["profile.draft"]
    ids = [party for party, post, _kind in held_posts(user) if Post.ROLE_OF.get(post) in may]
    return set(Party.objects.filter(pk__in=ids).values_list("code", flat=True)) if ids else set()


def _save(profile: CountryProfile, *, by: User, on) -> None:
    profiles.save_draft(profile=profile, by=by, on=on)


def _save_entry(entry: Entry, *, by: User, on) -> None:
    entries.save(entry=entry, by=by, on=on)


translations.kind(
    "profile",
    _("Country profile"),
    permission="profile.draft",
    verbs={CountryProfile: _save, **dict.fromkeys(ENTRIES.values(), _save_entry)},
    find=_find,
    rows=lambda party: profile_tree.texts(party.profile) if hasattr(party, "profile") else [],
    is_open=lambda party: True,
    keys=_own,
)
