"""A strict small reader of vCard 4 (RFC 6350): it takes nothing that the RFC does not allow."""

import re

NAME = re.compile(r"(?:([A-Za-z0-9-]+)\.)?([A-Za-z0-9-]+)((?:;[A-Za-z0-9-]+=[^;:]+)*):(.*)", re.DOTALL)
ONCE = {"FN": (1, 99), "N": (0, 1), "KIND": (0, 1), "REV": (0, 1), "UID": (0, 1)}  # section 6, cardinality
TEXT = {"FN", "ORG", "TITLE", "ROLE", "NOTE", "EMAIL", "N", "ADR"}
PARTS = {"N": 5, "ADR": 7}


def cards_in(data: bytes) -> list[dict[str, list[str]]]:
    """The cards of a file: property -> its values, texts unescaped; AssertionError where one is wrong."""
    text = data.decode("utf-8")
    assert "\n" not in text.replace("\r\n", "")
    assert "\r" not in text.replace("\r\n", "")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert text == "" or text.endswith("\r\n")
    found, card = [], None
    for line in text.replace("\r\n ", "").removesuffix("\r\n").split("\r\n") if text else []:
        if line == "BEGIN:VCARD":
            assert card is None
            card = []
        elif line == "END:VCARD":
            found.append(_card(card))
            card = None
        else:
            card.append(_property(line))
    assert card is None
    return found


def _card(properties: list[tuple[str, str]]) -> dict[str, list[str]]:
    assert properties[0] == ("VERSION", "4.0")
    card: dict[str, list[str]] = {}
    for name, value in properties:
        card.setdefault(name, []).append(value)
    for name, (least, most) in ONCE.items():
        assert least <= len(card.get(name, [])) <= most, name
    assert card["KIND"][0] in {"individual", "org", "group", "location"}
    assert re.fullmatch(r"\d{8}T\d{6}Z", card["REV"][0])
    return card


def _property(line: str) -> tuple[str, str]:
    found = NAME.fullmatch(line)
    assert found, line
    name, value = found[2].upper(), found[4]
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f]", value)
    if name in TEXT:
        assert re.fullmatch(r"(?:[^\\,]|\\[\\,;nN])*", value), line
        if name in PARTS:
            assert len(re.split(r"(?<!\\);", value)) == PARTS[name]
        value = re.sub(r"\\([\\,;nN])", lambda mark: "\n" if mark[1] in "nN" else mark[1], value)
    return name, value
