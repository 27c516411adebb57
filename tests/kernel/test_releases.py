import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acs_portal.kernel import releases
from acs_portal.kernel.models import Release
from acs_portal.kernel.releases import Node

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


@pytest.mark.django_db
class TestChanges:
    def test_what_changed_is_stored_with_the_release(self, officer):
        release_something(officer, "a")
        release = Release.objects.get(pk=release_something(officer, "b").pk)
        (change,) = releases.changes_of(release)
        assert (change.kind, change.before, change.after) == ("retitled", title("a"), title("b"))

    def test_the_first_release_changed_nothing(self, officer):
        assert release_something(officer).changes == []

    def test_of_a_release_from_before_they_were_stored_they_are_computed(self, officer):
        release_something(officer, "a")
        release = release_something(officer, "b")
        stored, release.changes = releases.changes_of(release), None
        assert releases.changes_of(release) == stored

    def test_the_capacity_of_who_released_it_is_kept(self, officer):
        assert release_something(officer).get_capacity_display() == "Secretariat officer"


class TestNode:
    old = {"id": "a", "words": title("A"), "number": "", "authentic": "en", "facts": {}, "children": []}

    def test_a_snapshot_from_before_there_were_pending_translations_keeps_its_hash(self):
        text = '{"authentic":"en","children":[],"facts":{},"id":"a","number":"","words":{"title":{"en":"A"}}}'
        assert releases.canonical(Node.from_dict(self.old)) == text

    def test_pending_translations_and_documents_are_frozen_where_there_are_any(self):
        node = Node("a", title("A"), pending={"fr": "machine"}, documents=[{"symbol": "X"}])
        assert Node.from_dict(json.loads(releases.canonical(node))) == node


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


@given(st.dictionaries(st.sampled_from(["title", "note"]), words))
def test_freezing_twice_gives_the_same_hash(texts):
    first = releases.canonical(Node("x", texts))
    assert releases.canonical(Node.from_dict(json.loads(first))) == first


def test_the_hash_of_a_tree_is_pinned():
    facts = {"minutes": 20, "cost": "18500.00", "listed": True, "note": None, "papers": ["Ñ", "ñ\u2028"]}
    child = Node("a", title("Œuvre “x”", es="Ñandú", fr="🌊"), "1", "fr", facts, pending={"es": "stale"})
    assert releases.sha256(releases.canonical(tree(child))) == (
        "3b3c91f3b40b5f6301be70f09533cc6bf5219a9b717610f188bbc28ea8f914b2"
    )
