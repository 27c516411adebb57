"""vCard 4 (RFC 6350) of focal points and offices: escaped, folded at 75 octets, lines ended by CRLF."""

import uuid
from collections.abc import Iterable, Iterator

from django.conf import settings
from django.utils.translation import gettext as _

LINE = 75  # octets, without the line break; RFC 6350, section 3.2


def escape(text: str) -> str:
    """A text value: backslash, comma, semicolon and line breaks escaped (section 3.4)."""
    lines = "\n".join(text.replace("\\", "\\\\").splitlines())
    return lines.replace(",", "\\,").replace(";", "\\;").replace("\n", "\\n")


def fold(line: str) -> str:
    """A content line broken into lines of at most 75 octets, never inside a character."""
    parts, part, size = [], "", 0
    for character in line:
        octets = len(character.encode())
        if size + octets > LINE:
            parts.append(part)
            part, size = " ", 1
        part, size = part + character, size + octets
    return "\r\n".join([*parts, part])


def party_cards(entry, language: str, *, office_always: bool = True) -> Iterator[str]:
    """The cards of a party: its office, then each holder of a post, with the contact of its seat.

    `office_always` makes a card of the party even when it has published no profile.
    """
    if entry.profile or office_always:
        yield _card(_office(entry, language))
    for seat in entry.seats:
        if seat.designation:
            yield _card(_holder(entry, seat, language))


def document(cards: Iterable[str]) -> str:
    """A file of cards."""
    return "".join(cards)


def _card(lines: Iterable[str]) -> str:
    body = ["BEGIN:VCARD", "VERSION:4.0", *lines, "END:VCARD"]
    return "".join(f"{fold(line)}\r\n" for line in body)


def _office(entry, language: str) -> Iterator[str]:
    name = entry.party.label_in(language)
    yield "KIND:org"
    yield f"UID:{_uid('party', entry.party.code)}"
    yield f"FN:{escape(name)}"
    authority = entry.profile.text("authority", language).value if entry.profile else ""
    yield f"ORG:{escape(name)}" + (f";{escape(authority)}" if authority else "")
    yield from _office_lines(entry)
    yield f"LANG:{entry.party.working_language}"


def _holder(entry, seat, language: str) -> Iterator[str]:
    person, contact = seat.designation, seat.contact
    name = entry.party.label_in(language)
    yield "KIND:individual"
    yield f"UID:{_uid('designation', seat.designation.pk)}"
    yield f"FN:{escape(f'{person.given_name} {person.family_name}')}"
    yield f"N:{escape(person.family_name)};{escape(person.given_name)};;{escape(person.honorific)};"
    yield f"ORG:{escape(name)}"
    yield f"TITLE:{escape(seat.post.title)}"
    if contact and contact.email:
        yield f"EMAIL;TYPE=work;PREF=1:{escape(contact.email)}"
    if contact and contact.telephone:
        yield f"TEL;TYPE=work;PREF=1:{escape(contact.telephone)}"
    yield from _office_lines(entry)
    if seat.designation.is_demonstration:
        yield "NOTE:" + escape(_("Demonstration record"))


def _office_lines(entry) -> Iterator[str]:
    """The contacts of the office, from the published profile."""
    facts = entry.profile.facts if entry.profile else {}
    if facts.get("email"):
        yield f"EMAIL;TYPE=work:{escape(facts['email'])}"
    if facts.get("telephone"):
        yield f"TEL;TYPE=work:{escape(facts['telephone'])}"
    if facts.get("address"):
        yield f"ADR;TYPE=work:;;{escape(facts['address'])};;;;"
    if facts.get("website"):
        yield f"URL:{facts['website']}"


def _uid(kind: str, key) -> str:
    """The same card keeps its identity from one download to the next."""
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{settings.SITE_URL}/network/{kind}/{key}')}"
