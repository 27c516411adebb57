import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acs_portal.kernel import releases
from acs_portal.kernel.models import Release
from acs_portal.kernel.releases import Change, Node

NOON = datetime(2002, 4, 11, 12, 0, tzinfo=UTC)


def title(en: str, **others: str) -> dict:
    return {"title": {"en": en, **others}}


def tree(*children: Node, **words) -> Node:
    return Node("root", title("Agenda", **words), children=list(children))


def release_something(by, text: str = "Agenda", **more) -> Release:
    """A release of the person's own account, which stands for any subject, with one issued document."""
    release = releases.freeze(by, Node("root", title(text)), kind="test", by=by, on=NOON, **more)
    releases.issue(release, "en", b"%PDF-1.7 " + text.encode(), NOON)
    return release


@pytest.mark.django_db
class TestFreeze:
    def test_releases_are_numbered_from_one(self, officer):
        numbers = [release_something(officer, text).number for text in ("a", "b", "c")]
        assert numbers == [1, 2, 3]

    def test_the_same_content_is_not_frozen_twice(self, officer):
        release_something(officer)
        with pytest.raises(releases.NothingChanged):
            release_something(officer)

    def test_what_was_frozen_comes_back_word_for_word(self, officer):
        child = Node("1", title("Opening", es="Apertura"), number="1", authentic="es", facts={"minutes": 20})
        release = releases.freeze(officer, tree(child), kind="test", by=officer, on=NOON)
        assert releases.tree_of(Release.objects.get(pk=release.pk)).as_dict() == tree(child).as_dict()

    def test_the_hash_is_that_of_the_canonical_text(self, officer):
        release = release_something(officer)
        assert release.sha256 == releases.sha256(release.canonical)
        assert json.loads(release.canonical)["words"]["title"]["en"] == "Agenda"

    def test_a_release_that_was_tampered_with_is_not_shown(self, officer):
        release = release_something(officer)
        release.canonical = release.canonical.replace("Agenda", "Agenda!")
        with pytest.raises(releases.Tampered):
            releases.tree_of(release)

    def test_a_document_is_issued_once_and_keeps_its_bytes(self, officer):
        release = release_something(officer)
        again = releases.issue(release, "en", b"other bytes", NOON)
        assert bytes(again.data) == b"%PDF-1.7 Agenda"
        assert releases.issued(release, "fr") is None


class TestDiff:
    def test_added_removed_and_renumbered_nodes_are_told_apart(self):
        old = tree(Node("a", title("A"), number="1"), Node("b", title("B"), number="2"))
        new = tree(Node("c", title("C"), number="1"), Node("b", title("B"), number="3"))
        assert releases.diff(old, new) == [
            Change("added", "c", "1", after="C"),
            Change("moved", "b", "3", before="2", after="3"),
            Change("removed", "a", "1", before="A"),
        ]

    def test_a_change_of_one_translation_is_told_for_that_language_alone(self):
        old = tree(Node("a", title("A", fr="Un"), number="1"))
        new = tree(Node("a", title("A", fr="Une"), number="1"))
        assert releases.diff(old, new) == [Change("words", "a", "1", "title", "fr", "Un", "Une")]

    def test_a_changed_fact_is_told(self):
        old = tree(Node("a", title("A"), facts={"minutes": 20}))
        new = tree(Node("a", title("A"), facts={"minutes": 30}))
        assert releases.diff(old, new) == [Change("facts", "a", "", "minutes", "", "20", "30")]

    def test_a_tree_does_not_differ_from_itself(self):
        node = tree(Node("a", title("A")))
        assert releases.diff(node, node) == []

    def test_against_nothing_everything_is_added(self):
        assert [change.kind for change in releases.diff(None, tree(Node("a", title("A"))))] == [
            "added",
            "added",
        ]


def test_what_is_missing_is_told_per_language_with_the_numbers():
    whole = {"en": "A", "es": "A", "fr": "A"}
    root = Node("r", {"title": whole}, children=[Node("a", title("A", es="A"), number="1")])
    assert root.missing() == {"fr": ["1"]}


def test_an_empty_text_misses_no_language():
    assert Node("r", {"note": {"en": "", "es": ""}}).missing() == {}


words = st.dictionaries(st.sampled_from(["en", "es", "fr"]), st.text(max_size=20), max_size=3)


@given(st.dictionaries(st.sampled_from(["title", "note"]), words), st.randoms())
def test_the_order_of_keys_does_not_change_the_hash(texts, random):
    def shuffled(mapping: dict) -> dict:
        items = list(mapping.items())
        random.shuffle(items)
        return dict(items)

    mixed = {name: shuffled(versions) for name, versions in shuffled(texts).items()}
    assert releases.canonical(Node("x", texts)) == releases.canonical(Node("x", mixed))
