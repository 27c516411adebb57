"""What changed between two trees: told by kind, by the fewest moves, and complete."""

import json
from copy import deepcopy

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from acs_portal.kernel import differences, shown
from acs_portal.kernel.differences import apply, diff, from_json, to_json
from acs_portal.kernel.kinds import Kind
from acs_portal.kernel.tree import DuplicateId, Node, canonical

KIND = Kind("test", times=("minutes",), documents=("papers",), names={"title": "title", "note": "note"})

IDS = [f"n{number}" for number in range(9)]
LANGUAGES = st.sampled_from(["en", "es", "fr"])
versions = st.dictionaries(LANGUAGES, st.text(max_size=6), max_size=3)
values = st.one_of(
    st.none(), st.booleans(), st.integers(-3, 3), st.text(max_size=4), st.lists(st.text(max_size=2))
)
contents = st.fixed_dictionaries(
    {
        "words": st.dictionaries(st.sampled_from(["title", "note", "Ω"]), versions, max_size=3),
        "number": st.sampled_from(["", "1", "2", "1.1"]),
        "authentic": LANGUAGES,
        "facts": st.dictionaries(st.sampled_from(["minutes", "papers", "kind"]), values, max_size=3),
        "pending": st.dictionaries(LANGUAGES, st.sampled_from(["missing", "machine", "stale"]), max_size=2),
        "documents": st.lists(st.fixed_dictionaries({"symbol": st.text(max_size=3)}), max_size=2),
    }
)


@st.composite
def trees(draw) -> Node:
    """Any tree of up to nine nodes, whose ids come from one small set, so that two trees share many."""
    ids = draw(st.permutations(IDS))[: draw(st.integers(1, len(IDS)))]
    nodes = [Node(id_, **draw(contents)) for id_ in ids]
    for place, node in enumerate(nodes[1:], start=1):
        nodes[draw(st.integers(0, place - 1))].children.append(node)
    return nodes[0]


class TestApplied:
    @given(trees(), trees())
    def test_the_changes_applied_to_the_old_give_the_new(self, old, new):
        assert canonical(apply(old, diff(old, new, KIND))) == canonical(new)

    @given(trees(), trees())
    def test_also_when_they_were_stored_in_between(self, old, new):
        stored = json.loads(json.dumps(to_json(diff(old, new, KIND))))
        assert canonical(apply(old, from_json(stored))) == canonical(new)

    @given(trees(), trees())
    def test_neither_tree_is_touched(self, old, new):
        before = deepcopy((old, new))
        apply(old, diff(old, new))
        assert (old, new) == before

    @given(trees())
    def test_applied_to_nothing_they_give_the_whole(self, new):
        assert canonical(apply(None, diff(None, new))) == canonical(new)

    @given(trees())
    def test_a_tree_does_not_differ_from_itself(self, tree):
        assert diff(tree, deepcopy(tree)) == []

    @given(trees(), trees())
    def test_there_is_no_change_without_a_difference(self, old, new):
        assert (diff(old, new) == []) == (canonical(old) == canonical(new))

    @given(st.permutations(IDS))
    def test_reordering_moves_the_fewest(self, order):
        old = Node("root", {}, children=[Node(id_, {}) for id_ in IDS])
        new = Node("root", {}, children=[Node(id_, {}) for id_ in order])
        longest = [1] * len(order)  # of the ascending runs that end at a place, by the slow way
        for place, id_ in enumerate(order):
            longest[place] = 1 + max([longest[i] for i in range(place) if order[i] < id_], default=0)
        assert [change.kind for change in diff(old, new)] == ["moved"] * (len(order) - max(longest))


def row(*ids: str) -> Node:
    """A root with children of these ids, numbered by their places."""
    children = [Node(id_, {"title": {"en": id_}}, number=str(n)) for n, id_ in enumerate(ids, start=1)]
    return Node("root", {"title": {"en": "Agenda"}}, children=children)


def told(old: Node, new: Node) -> list[tuple[str, str]]:
    return [(change.kind, change.id) for change in diff(old, new, KIND)]


def one(**fields) -> Node:
    return Node("a", fields.pop("words", {"title": {"en": "A"}}), **fields)


class TestKinds:
    def test_the_last_moved_to_the_front_has_moved_and_the_others_have_another_number(self):
        assert told(row("a", "b", "c"), row("c", "a", "b")) == [
            ("moved", "c"),
            ("renumbered", "c"),
            ("renumbered", "a"),
            ("renumbered", "b"),
        ]

    def test_what_goes_under_another_parent_has_moved(self):
        new = row("a")
        new.children[0].children = [Node("b", {"title": {"en": "b"}}, number="2")]
        assert told(row("a", "b"), new) == [("moved", "b")]

    def test_children_that_stay_while_their_parent_goes_have_moved(self):
        old = row("a")
        old.children[0].children = [Node("b", {"title": {"en": "b"}}, number="1")]
        assert told(old, row("b")) == [("moved", "b"), ("removed", "a")]

    @pytest.mark.parametrize(
        ("after", "kind"),
        [
            (one(words={"title": {"en": "B"}}), "retitled"),
            (one(words={"title": {"en": "A", "fr": "Un"}}), "translation"),
            (one(words={"title": {"en": "A"}, "note": {"en": "N"}}), "words"),
            (one(words={"title": {"en": "A"}, "note": {"fr": "N"}}), "translation"),
            (one(facts={"minutes": 5}), "time"),
            (one(facts={"papers": ["X"]}), "documents"),
            (one(facts={"kind": "x"}), "facts"),
            (one(documents=[{"symbol": "X"}]), "documents"),
            (one(pending={"fr": "machine"}), "pending"),
            (one(authentic="fr"), "original"),
            (one(number="2"), "renumbered"),
        ],
    )
    def test_each_change_has_its_kind(self, after, kind):
        assert told(one(), after) == [(kind, "a")]

    def test_true_and_one_are_not_the_same(self):
        assert told(one(facts={"kind": True}), one(facts={"kind": 1})) == [("facts", "a")]

    def test_two_nodes_with_one_id_are_refused(self):
        with pytest.raises(DuplicateId):
            diff(None, row("a", "a"))

    def test_languages_come_with_the_original_first(self):
        (change,) = diff(
            one(authentic="fr"), one(words={"title": {"en": "B", "es": "B", "fr": "B"}}, authentic="fr")
        )
        assert change.languages == ["fr", "en", "es"]


class TestShown:
    old = one(words={"note": {"en": "Old", "fr": "Vieux"}}, number="1", facts={"minutes": 20})
    new = one(words={"note": {"en": "New", "fr": "Neuf"}}, number="1", facts={"minutes": 30})

    def lines(self, language: str = "") -> list[tuple]:
        (entry,) = shown.shown(diff(self.old, self.new, KIND), KIND, language).entries
        return [
            (str(line.state), line.name, line.language, line.before, line.after, line.is_named)
            for line in entry.lines
        ]

    def test_a_page_shows_the_words_of_every_language(self):
        assert self.lines() == [
            ("text changed", "note", "en", "Old", "New", False),
            ("text changed", "note", "fr", "Vieux", "Neuf", False),
            ("time changed", "minutes", "", "20", "30", False),
        ]

    def test_a_document_shows_its_own_and_names_the_others(self):
        assert self.lines("fr")[:2] == [
            ("text changed", "note", "fr", "Vieux", "Neuf", False),
            ("text changed", "note", "English", "", "", True),
        ]

    def test_nodes_with_only_another_number_stand_apart(self):
        found = shown.shown(diff(row("a", "b", "c"), row("c", "a", "b"), KIND), KIND)
        assert [
            (entry.id, [(line.kind, line.before, line.after) for line in entry.lines])
            for entry in found.entries
        ] == [("c", [("moved", "3", "1")])]
        assert [entry.id for entry in found.renumbered] == ["a", "b"]
        assert found.count == 4

    @pytest.mark.parametrize(("language", "words"), [("en", "French"), ("fr", "français"), ("es", "francés")])
    def test_the_state_of_a_translation_is_in_the_reader_s_words(self, language, words):
        with translation.override(language):
            (entry,) = shown.shown(diff(one(), one(pending={"fr": "machine"}), KIND), KIND).entries
        assert entry.lines[0].name == words

    def test_linked_documents_are_read_by_symbol_and_title(self):
        papers = [{"symbol": "X/1", "title": {"en": "Paper"}}, {"symbol": "X/2", "title": {"en": "Other"}}]
        (entry,) = shown.shown(diff(one(), one(documents=papers), KIND), KIND).entries
        assert [(line.before, line.after) for line in entry.lines] == [("", "X/1 Paper; X/2 Other")]

    def test_every_kind_of_change_has_its_words(self):
        kinds = {
            value for name, value in vars(differences).items() if name.isupper() and isinstance(value, str)
        }
        assert kinds == set(shown.STATES)
