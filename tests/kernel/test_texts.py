import pytest
from django.template import Context, Template
from django.utils import translation

from acs_portal.kernel.releases import Node
from acs_portal.kernel.texts import Text, best
from network.models import Party


def test_a_reader_gets_the_own_language_else_the_authentic_else_any():
    assert best({"en": "a", "fr": "c"}, "en", "fr") == Text("c", "fr")
    assert best({"en": "a", "fr": "c"}, "fr", "es") == Text("c", "fr")
    assert best({"en": "", "fr": "c"}, "es", "en") == Text("c", "fr")
    assert best({}, "en", "en") == Text("", "")


def shown(node: Node, tag: str = "words") -> str:
    return Template(f'{{% {tag} node "title" %}}').render(Context({"node": node}))


def test_a_text_in_another_language_carries_its_language_and_a_mark():
    node = Node("x", {"title": {"es": "Apertura"}}, authentic="es")
    with translation.override("fr"):
        assert shown(node) == '<span lang="es">Apertura</span> <span class="other-lang">Español</span>'
    with translation.override("es"):
        assert shown(node) == "Apertura"


@pytest.mark.parametrize("tag", ["words", "prose"])
def test_script_in_a_text_is_shown_and_not_run(tag):
    node = Node("x", {"title": {"en": "<script>alert(1)</script>"}})
    assert "<script>" not in shown(node, tag)
    assert "&lt;script&gt;" in shown(node, tag)


def test_the_attribute_of_a_model_answers_in_the_language_in_force():
    party = Party(name_en="Mexico", name_es="México", name_fr="Mexique")
    with translation.override("fr"):
        assert party.name == "Mexique"


def test_what_is_missing_is_told_by_language():
    assert Party(name_en="Mexico", name_es="", name_fr="Mexique").missing_languages() == ["es"]


class TestMarks:
    node = Node("a", {"title": {"en": "A"}}, pending={"es": "machine", "fr": "stale", "en": "missing"})

    def shown(self, language: str, **context) -> str:
        with translation.override(language):
            return Template("{% marks node %}").render(Context({"node": self.node, **context}))

    def test_a_reader_sees_that_the_translation_was_not_ready(self):
        assert self.shown("en") == '<span class="pending">translation pending</span>'

    def test_each_language_has_its_own(self):
        assert len({self.shown(language) for language in ("en", "es", "fr")}) == 3

    def test_what_a_corrigendum_replaced_is_marked_too(self):
        assert self.shown("en", corrected={"a"}).endswith('<span class="pending">corrected</span>')
        assert "corrected" not in self.shown("en", corrected={"b"})

    def test_a_text_that_was_ready_has_none(self):
        ready = Template("{% marks node %}").render(Context({"node": Node("a", {})}))
        assert ready == ""
