"""What the tests of the network make: designations and profiles, through the domain."""

from datetime import UTC, date, datetime

from django.core.files.uploadedfile import SimpleUploadedFile

from acs_portal.kernel import releases
from acs_portal.kernel.models import User
from acs_portal.kernel.releases import Node
from acs_portal.kernel.texts import versions_of
from network.domain import designations, entries, posts, profiles
from network.models import ENTRIES, CountryProfile, Designation, Party, Post, PriorityArea, PurposeCode

NOON = datetime(2002, 4, 11, 12, tzinfo=UTC)
LATER = datetime(2002, 4, 12, 12, tzinfo=UTC)


def letter(**changes) -> dict:
    """A note verbale of 10 January 2002 that names Ana Morales."""
    return {
        "person_data": {
            "given_name": "Ana",
            "family_name": "Morales",
            "email": "",
            "honorific": "",
            "telephone": "",
        },
        "instrument": Designation.Instrument.NOTE_VERBALE,
        "reference": "NV 114/02",
        "dated": date(2002, 1, 10),
        "signed_by": "Jorge Castañeda",
        "signer_post": "Secretary of Foreign Affairs",
        "channel": None,
        "office": "foreign_ministry",
        "received_on": date(2002, 1, 12),
        "starts": date(2002, 1, 12),
        "on": NOON,
    } | changes


def person(given_name: str, family_name: str, **more) -> dict:
    return {"given_name": given_name, "family_name": family_name, **more}


def designate(code: str, by: User, kind: str = Post.Kind.PRIMARY, **changes) -> Designation:
    return designations.appoint(party=Party.objects.get(code=code), kind=kind, by=by, **letter(**changes))


def drafted(code: str, by: User, *, on=NOON, priorities=("trade",), **texts) -> CountryProfile:
    """The profile of a party with a draft; opened when it is the first."""
    party = Party.objects.get(code=code)
    profile = CountryProfile.objects.filter(party=party).first() or CountryProfile(party=party)
    for name, value in ({"authority_en": "Ministry of Foreign Affairs"} | texts).items():
        setattr(profile, name, value)
    areas = PriorityArea.objects.filter(code__in=priorities)
    return profiles.save_draft(profile=profile, priorities=areas, by=by, on=on)


def published(code: str, by: User, *, on=NOON, **texts) -> CountryProfile:
    profile = drafted(code, by, on=on, **texts)
    profiles.publish(profile=profile, by=by, on=on)
    return CountryProfile.objects.select_related("party").get(pk=profile.pk)


def entry(section: str, code: str = "MEX", **fields):
    """An entry of a party, not stored yet; `sector` is a purpose code."""
    profile = CountryProfile.objects.select_related("party").filter(party__code=code).first()
    profile = profile or CountryProfile(party=Party.objects.get(code=code))
    if "sector" in fields:
        fields["sector"] = PurposeCode.objects.get(code=fields["sector"])
    defaults = {"title_en": "An entry"} | ({"support": "training"} if section in ("offers", "needs") else {})
    return ENTRIES[section](profile=profile, **(defaults | fields))


def added(section: str, by: User, code: str = "MEX", *, on=NOON, **fields):
    """The same, added to the working copy."""
    return entries.add(entry=entry(section, code, **fields), by=by, on=on)


def publish_all(code: str, by: User, *, on=NOON, sections=None):
    """Publish the working copy of a party as it stands."""
    profile = CountryProfile.objects.select_related("party").get(party__code=code)
    return profiles.publish(profile=profile, by=by, on=on, sections=sections)


def before_sections(profile: CountryProfile, by: User, *, on=NOON):
    """A release as the portal made them before profiles had sections."""
    area = PriorityArea.objects.get(code="trade")
    tree = Node(
        "profile",
        {"title": versions_of(profile.party, "name"), "authority": {"en": "Old ministry"}, "mandate": {}}
        | {"policy": {"en": "Old policy"}},
        facts={"party": profile.party.code, "address": "", "telephone": "", "email": "", "website": ""},
        children=[Node("priority-trade", {"title": versions_of(area, "name")}, facts={"dac": "33110"})],
    )
    return releases.freeze(profile, tree, kind=profiles.KIND, by=by, on=on)


def note(name: str = "note.pdf") -> SimpleUploadedFile:
    """A letter as a file."""
    return SimpleUploadedFile(name, b"%PDF-1.7\n%%EOF\n", "application/pdf")


def opened(code: str, by: User, kind: str = Post.Kind.DEPUTY, theme: str = "") -> Post:
    """A post of a party that nobody holds yet."""
    area = PriorityArea.objects.get(code=theme) if theme else None
    return posts.open_post(party=Party.objects.get(code=code), kind=kind, theme=area, by=by, on=NOON)


def filed(post: Post, by: User, **changes) -> Designation:
    """The designation of Ana Morales to a post, filed and waiting."""
    return designations.file(post=post, by=by, **letter(letter=note(), **changes))


def under_review(post: Post, by: User, officer: User, **changes) -> Designation:
    return designations.take(designation=filed(post, by, **changes), by=officer, on=NOON)


def returned(post: Post, by: User, officer: User, **changes) -> Designation:
    taken = under_review(post, by, officer, **changes)
    return designations.send_back(designation=taken, note="The address is missing.", by=officer, on=NOON)
