"""XLIFF out and in: what a translator sends back is read as it stands, or refused with its line."""

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from acs_portal.kernel import xliff
from acs_portal.kernel.xliff import DONE, DRAFT, REVIEWED, TO_DO, Unit

PARAGRAPHS = (
    "La Reunión,\n\nConsiderando la Declaración & el «Plan de Acción» de Margarita,\n\n\nAcuerda:\n\n"
    "\t1. Aprobar <el> Plan; \"así\" lo 'pide' el 9.º Consejo.\n"
    "  2.\u00a0Informar, por 18\u202f500,00 USD…  \r\n"
)
UNITS = [
    Unit("meetings.agendaitem:12:title", "Apertura", "es", notes=("At most 200 characters.",)),
    Unit("meetings.decision:3:text", PARAGRAPHS, "es", "La Réunion,\n\nConvient :", DRAFT),
    Unit("actionplan.item:7:action", "Publish a portfolio.", "en", "Publier un portefeuille.", DONE),
    Unit("actionplan.item:7:result", "One portfolio.", "en", "Un seul portefeuille.", REVIEWED, ("a", "b")),
]


def document(
    body: str, *, root: str = 'version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"'
) -> bytes:
    """A file with units, as a program would write it."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<xliff {root}>\n'
        f'<file original="a" source-language="es-MX" target-language="FR-fr" datatype="plaintext">'
        f"<body>\n{body}\n</body></file></xliff>"
    ).encode()


def plain(unit: Unit) -> tuple:
    return unit.id, unit.source, unit.source_language, unit.target, unit.state, unit.notes


def target_of(body: str) -> str:
    unit = f'<trans-unit id="a"><source>x</source><target>{body}</target></trans-unit>'
    return xliff.read(document(unit)).units[0].target


def test_what_is_written_is_read_again_word_for_word():
    incoming = xliff.read(xliff.write("rci-1-2002", UNITS, "fr"))
    assert incoming.target_language == "fr"
    assert [plain(unit) for unit in incoming.units] == [plain(unit) for unit in UNITS]


def test_the_same_units_make_the_same_bytes():
    assert xliff.write("a", UNITS, "fr") == xliff.write("a", iter(UNITS), "fr")


def test_each_source_language_has_a_part_of_its_own_and_each_target_its_state():
    root = etree.fromstring(xliff.write("a", [*UNITS, UNITS[0]], "fr"))
    name = {"x": xliff.NAMESPACE}
    assert root.get("version") == "1.2"
    assert root.xpath("x:file/@original", namespaces=name) == ["a.es", "a.en"]
    assert root.xpath("x:file/@source-language", namespaces=name) == ["es", "en"]
    assert set(root.xpath("x:file/@target-language", namespaces=name)) == {"fr"}
    assert root.xpath("//x:target/@state", namespaces=name) == [TO_DO, DRAFT, TO_DO, DONE, REVIEWED]
    assert root.xpath("//x:trans-unit[@approved='yes']/@id", namespaces=name) == [UNITS[3].id]


def test_no_units_make_a_file_that_says_so():
    assert xliff.write("a", [], "fr").count(b"<trans-unit") == 0


def test_each_unit_knows_its_line():
    data = xliff.write("a", UNITS, "fr")
    lines = data.decode().split("\n")
    assert all(f'id="{unit.id}"' in lines[unit.line - 1] for unit in xliff.read(data).units)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]) | st.sampled_from("\n\t\r ")))
@settings(max_examples=200, deadline=None)
def test_any_text_survives_the_journey(text):
    text = xliff._writable(text)
    unit = Unit("a", text, "en", text, DONE if text else TO_DO)
    assert plain(xliff.read(xliff.write("a", [unit], "es")).units[0]) == plain(unit)


def test_signs_that_xml_cannot_carry_are_left_out():
    assert xliff.read(xliff.write("a", [Unit("a", "one\x0ctwo\x00", "en")], "es")).units[0].source == "onetwo"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ('The <g id="1">first <mrk mtype="seg" mid="2">meeting</mrk></g>.', "The first meeting."),
        ('one<x id="1"/> two', "one two"),
        ('one<x id="1" ctype="lb"/>two', "one\ntwo"),
        ('<x id="1" equiv-text="&amp;"/> co', "& co"),
        ('a <bpt id="1">&lt;b&gt;</bpt>bold<ept id="1">&lt;/b&gt;</ept> word', "a bold word"),
        ("one<!-- a remark --> two", "one two"),
        ("<![CDATA[a < b & c]]>", "a < b & c"),
        ("  one\n\n two  ", "  one\n\n two  "),
    ],
)
def test_what_a_program_adds_is_read_as_its_text(body, text):
    assert target_of(body) == text


@pytest.mark.parametrize(
    ("attributes", "state"),
    [
        ("", DONE),
        ('state="final"', REVIEWED),
        ('state="needs-review-l10n"', DRAFT),
        ('state="new"', TO_DO),
        ('state="x-confirmed"', DONE),
    ],
)
def test_the_states_of_other_programs_are_read_as_ours(attributes, state):
    unit = f'<trans-unit id="a"><source>x</source><target {attributes}>y</target></trans-unit>'
    assert xliff.read(document(unit)).units[0].state == state


def test_proposals_of_a_memory_are_not_the_target():
    unit = (
        '<group><trans-unit id="a"><source>x</source><alt-trans><target>old</target></alt-trans>'
        "</trans-unit></group>"
    )
    assert plain(xliff.read(document(unit)).units[0]) == ("a", "x", "es", "", TO_DO, ())


def test_a_file_of_version_1_1_with_a_byte_order_mark_is_taken():
    root = 'version="1.1" xmlns="urn:oasis:names:tc:xliff:document:1.1"'
    data = b"\xef\xbb\xbf" + document('<trans-unit id="a"><source>x</source></trans-unit>', root=root)
    assert [unit.id for unit in xliff.read(data).units] == ["a"]


UNIT = '<trans-unit id="a"><source>x</source></trans-unit>'
BOMB = b'<?xml version="1.0"?>\n<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>\n<xliff>&b;</xliff>'


@pytest.mark.parametrize(
    ("data", "error", "line"),
    [
        (b"", xliff.NotXml, 1),
        (b"%PDF-1.7", xliff.NotXml, 1),
        (document(UNIT)[:-3], xliff.NotXml, 5),
        (document("<trans-unit>&unknown;</trans-unit>"), xliff.NotXml, 4),
        (b"<html/>", xliff.NotXliff, 1),
        (b"\n<xliff version='1.2'></xliff>", xliff.NotXliff, 2),
        (
            document(UNIT, root='version="2.0" xmlns="urn:oasis:names:tc:xliff:document:2.0"'),
            xliff.VersionRefused,
            2,
        ),
        (document(UNIT).replace(b"FR-fr", b"de"), xliff.UnknownLanguage, 3),
        (document(UNIT).replace(b'target-language="FR-fr"', b""), xliff.UnknownLanguage, 3),
        (document(UNIT).replace(b"es-MX", b"pt"), xliff.UnknownLanguage, 3),
        (
            document(f'{UNIT}</body></file>\n<file source-language="es" target-language="en"><body>'),
            xliff.SeveralTargets,
            5,
        ),
        (document(f"{UNIT}\n<trans-unit><source>x</source></trans-unit>"), xliff.UnitWithoutId, 5),
        (document(f"{UNIT}\n\n{UNIT}"), xliff.UnitTwice, 6),
        (BOMB, xliff.DoctypeRefused, 2),
        (document("ó").decode().encode("latin-1"), xliff.WrongEncoding, 4),
        (document(UNIT).replace(b"UTF-8", b"UTF-16"), xliff.WrongEncoding, 1),
        (document(UNIT).decode().encode("utf-16"), xliff.WrongEncoding, 1),
        (b" " * (xliff.MOST_BYTES + 1), xliff.TooLarge, 1),
    ],
)
def test_what_cannot_be_taken_is_refused_with_its_line(data, error, line):
    with pytest.raises(error) as refused:
        xliff.read(data)
    assert refused.value.line == line
    assert "%(" not in str(refused.value)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("", "it does not begin with a “<”"),
        ("%PDF-1.7", "it does not begin with a “<”"),
        ("<a>Costs & needs</a>", "a “&” or “<” stands in a text"),
        ("<a>fewer than < 5</a>", "a “&” or “<” stands in a text"),
        ("<a>&eacute;</a>", "a “&” or “<” stands in a text"),
        ("<a><b></a></b>", "a tag is closed that is not the one last opened"),
        ("<a><b>", "it ends too early"),
        ("<a", "it ends too early"),
        ("<a b=c/>", "an attribute is not written as"),
        ("<a b='1' b='2'/>", "an attribute is not written as"),
        ("<a/><b/>", "something follows after its end"),
        ("<a>\x0c</a>", "it holds a character that XML does not know"),
        ("<a><p:x/></a>", "it is not written as XML has to be"),
    ],
)
def test_what_is_wrong_with_the_xml_is_said_in_our_words(body, why):
    with pytest.raises(xliff.NotXml, match=f"^Line 1: this is not XML: {why}"):
        xliff.read(body.encode())


def test_the_toolkit_is_imported_only_when_a_file_is_made():
    code = (
        "import django, sys; django.setup();"
        "from acs_portal.kernel import xliff;"
        "sys.exit(any(name.startswith(('translate.', 'lxml')) for name in sys.modules))"
    )
    environment = {"DJANGO_SETTINGS_MODULE": "acs_portal.settings", "PATH": ""}
    assert subprocess.run([sys.executable, "-c", code], env=environment).returncode == 0
