"""XLIFF 1.2, the file in which translators work elsewhere (OmegaT, memoQ, Trados): out and in.

    write("rci-1-2002", units, "fr") -> bytes, the same for the same units
    read(bytes) -> Incoming(target_language, units), each unit with its line in the file

A file has one <file> for each source language; a unit is known by its id alone. What a program adds
is read as the text it stands for: <g> and <mrk> are their words, a code of a program is nothing.
Whitespace and blank lines are text. Translate Toolkit writes and finds the units; it is imported when
asked for. Source of the states: XLIFF 1.2, section 2.4 (state).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from .errors import RuleBroken
from .languages import CODES

MOST_BYTES = 5 * 1024 * 1024
NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
TO_DO, DRAFT, DONE, REVIEWED = "needs-translation", "needs-review-translation", "translated", "signed-off"
STATES = {
    "new": TO_DO, "needs-translation": TO_DO, "needs-adaptation": TO_DO, "needs-l10n": TO_DO,
    "needs-review-translation": DRAFT, "needs-review-adaptation": DRAFT, "needs-review-l10n": DRAFT,
    "translated": DONE, "signed-off": REVIEWED, "final": REVIEWED,
}  # fmt: skip
CODES_OF_PROGRAMS = ("bpt", "ept", "ph", "it")  # they hold the markup of another format, not text
UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class XliffUnreadable(RuleBroken):
    """A file that can't be taken; `line` is where, counted from 1."""

    message = _("Line %(line)s: this file can't be read.")

    def __init__(self, line: int = 1, **details):
        super().__init__(line=line, **details)
        self.line = line


class TooLarge(XliffUnreadable):
    message = _("This file has %(size)s; at most %(most)s can be taken.")


class WrongEncoding(XliffUnreadable):
    message = _("Line %(line)s: this file is not in UTF-8. Export it again as UTF-8.")


class NotXml(XliffUnreadable):
    message = _("Line %(line)s: this is not XML: %(why)s.")


class DoctypeRefused(XliffUnreadable):
    message = _("Line %(line)s: a document type or entity is declared here. Such files are not taken.")


class NotXliff(XliffUnreadable):
    message = _("Line %(line)s: this is XML, but not XLIFF: “%(name)s” stands here.")


class VersionRefused(XliffUnreadable):
    message = _("Line %(line)s: this is XLIFF %(version)s; version 1.2 is taken. Export it as XLIFF 1.2.")


class UnknownLanguage(XliffUnreadable):
    message = _("Line %(line)s: the language “%(name)s” is not English, Spanish or French (en, es, fr).")


class SeveralTargets(XliffUnreadable):
    message = _("Line %(line)s: the file changes its target language from %(first)s to %(second)s.")


class UnitWithoutId(XliffUnreadable):
    message = _("Line %(line)s: this text has no id, so nobody knows where it belongs.")


class UnitTwice(XliffUnreadable):
    message = _("Line %(line)s: the text “%(id)s” stands here a second time, after line %(first)s.")


UNLIKE_XML = _("it is not written as XML has to be")
_CUT = _("it ends too early, or a “>” is missing")
_LONE = _("a “&” or “<” stands in a text; write “&amp;” or “&lt;”")
_ATTRIBUTE = _('an attribute is not written as name="value", or stands there twice')
WHY_NO_XML = {  # what is wrong, by the parser's number of the error (libxml2, xmlerror.h)
    4: _("it does not begin with a “<”"),
    5: _("something follows after its end"),
    9: _("it holds a character that XML does not know"),
    76: _("a tag is closed that is not the one last opened"),
    **dict.fromkeys((63, 73, 74, 77), _CUT),
    **dict.fromkeys((23, 26, 38, 68), _LONE),
    **dict.fromkeys((39, 40, 41, 42, 65), _ATTRIBUTE),
}


@dataclass(frozen=True, slots=True)
class Unit:
    """One text to be translated: its id, the source, the target with its state, notes for the translator.

    `state` is TO_DO, DRAFT (by a machine, to be reviewed), DONE or REVIEWED; `line` is where it was read,
    `is_stated` whether the state stood there.
    """

    id: str
    source: str
    source_language: str
    target: str = ""
    state: str = TO_DO
    notes: tuple[str, ...] = ()
    line: int = 0
    is_stated: bool = field(default=False, compare=False)


class Incoming(NamedTuple):
    """A file that came back: its target language and its units."""

    target_language: str
    units: list[Unit]


@cache
def _store_class():
    """The toolkit's XLIFF file in version 1.2; imported here, 14 MB that few requests need."""
    from translate.storage import xliff

    class Unit12(xliff.Xliff1Unit):
        namespace = NAMESPACE

    class File12(xliff.Xliff1File):
        namespace = NAMESPACE
        UnitClass = Unit12
        XMLskeleton = (
            f'<xliff version="1.2" xmlns="{NAMESPACE}">'
            '<file original="NoName" source-language="en" datatype="plaintext"><body/></file></xliff>'
        )

    return File12


# ---------------------------------------------------------------- out


def write(name: str, units: Iterable[Unit], target_language: str) -> bytes:
    """The units as a file for a translator into `target_language`; the same bytes for the same units.

    Characters that XML can't carry (form feeds and the like) are left out.
    """
    store = _store_class()()
    for unit in units:
        store.switchfile(f"{name}.{unit.source_language}", createifmissing=True)
        file = store.body.getparent()
        file.set("source-language", unit.source_language)
        file.set("target-language", target_language)
        _add(store, unit)
    return bytes(store)


def _add(store, unit: Unit) -> None:
    added = store.UnitClass(_writable(unit.source))
    store.addunit(added)
    added.xmlelement.set("id", unit.id)
    added.xmlelement.set(SPACE, "preserve")
    added.set_target_dom(added.createlanguageNode(None, _writable(unit.target), "target"))
    added.get_target_dom().set("state", unit.state)
    if unit.state == REVIEWED:
        added.markapproved()
    for note in unit.notes:
        added.addnote(_writable(note))


def _writable(text: str) -> str:
    return UNWRITABLE.sub("", text)


# ---------------------------------------------------------------- in


def read(data: bytes) -> Incoming:
    """The units of a file that came back, in its order.

    Raises an XliffUnreadable that says in one sentence what is wrong and in which line.
    """
    _check_bytes(data)
    _check_root(_tree(data))
    store = _store_class()()
    store.parse(data)
    units = [_unit(found, store.namespace) for found in store.units]
    _check_ids(units)
    return Incoming(_target_language(store), units)


def _check_bytes(data: bytes) -> None:
    """Refuse what must not reach the parser: too much, no UTF-8, a document type."""
    if len(data) > MOST_BYTES:
        raise TooLarge(size=filesizeformat(len(data)), most=filesizeformat(MOST_BYTES))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise WrongEncoding(data.count(b"\n", 0, error.start) + 1) from None
    declared = re.match(r"\ufeff?<\?xml[^>]*encoding\s*=\s*[\"']([^\"']+)", text)
    if declared and declared[1].lower().replace("-", "") not in ("utf8", "usascii", "ascii"):
        raise WrongEncoding
    if found := re.search(r"<!(?:DOCTYPE|ENTITY)", text):
        raise DoctypeRefused(text.count("\n", 0, found.start()) + 1)


def _tree(data: bytes):
    from lxml import etree
    from translate.misc.xml_helpers import parse_xml

    try:
        return parse_xml(data)
    except etree.XMLSyntaxError as error:
        raise NotXml(error.lineno or 1, why=WHY_NO_XML.get(error.code, UNLIKE_XML)) from None


def _check_root(root) -> None:
    """Refuse another kind of XML, another version, and a file without <file>."""
    if _name(root) != "xliff":
        raise NotXliff(root.sourceline, name=_name(root))
    version = root.get("version", "")
    if version and not version.startswith("1."):
        raise VersionRefused(root.sourceline, version=version)
    if not any(_name(child) == "file" for child in root):
        raise NotXliff(root.sourceline, name="xliff")


def _name(element) -> str:
    """The name of an element without its namespace; "" for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _target_language(store) -> str:
    """The one target language of all parts of the file."""
    first = ""
    for file in store.document.getroot().iterchildren(store.namespaced("file")):
        found = _language(file, "target-language")
        if first and found != first:
            raise SeveralTargets(file.sourceline, first=first, second=found)
        first = found
    return first


def _language(file, attribute: str) -> str:
    """The language of a part of the file; es-MX is es. Raises UnknownLanguage."""
    name = file.get(attribute, "")
    code = re.split("[-_]", name.lower())[0]
    if code not in CODES:
        raise UnknownLanguage(file.sourceline, name=name)
    return code


def _unit(found, namespace: str) -> Unit:
    element = found.xmlelement
    line, name = element.sourceline, element.get("id", "")
    if not name:
        raise UnitWithoutId(line)
    part = next(element.iterancestors(found.namespaced("file")))
    source, target = (element.find(found.namespaced(tag)) for tag in ("source", "target"))
    words = _words(target)
    return Unit(
        id=name,
        source=_words(source),
        source_language=_language(part, "source-language"),
        target=words,
        state=_state(target, words),
        notes=tuple(_words(note) for note in element.findall(found.namespaced("note"))),
        line=line,
        is_stated=target is not None and target.get("state", "") in STATES,
    )


def _state(target, words: str) -> str:
    """The state of a translation; one that a program left out is told by whether there is a text."""
    if not words:
        return TO_DO
    return STATES.get(target.get("state", ""), DONE)


def _words(element) -> str:
    """The text of an element as it stands, tags of programs read as their text."""
    return "" if element is None else "".join(_pieces(element))


def _pieces(element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if _name(child) == "x":
            yield "\n" if child.get("ctype") == "lb" else child.get("equiv-text", "")
        elif _name(child) and _name(child) not in CODES_OF_PROGRAMS:
            yield from _pieces(child)
        yield child.tail or ""


def _check_ids(units: list[Unit]) -> None:
    """Raises UnitTwice for an id that stands in the file twice."""
    lines: dict[str, int] = {}
    for unit in units:
        if first := lines.get(unit.id):
            raise UnitTwice(unit.line, id=unit.id, first=first)
        lines[unit.id] = unit.line
