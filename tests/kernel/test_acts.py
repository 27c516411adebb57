import pytest

from acs_portal.kernel import acts, roles
from network.models import Party

pytestmark = pytest.mark.django_db


def test_an_act_tells_who_did_what_in_which_capacity_and_why(mexico):
    party = Party.objects.get(code="MEX")
    act = acts.record(
        by=mexico, did="account.open", to=party, before={"note": "a"}, after={"note": "b"}, reason="because"
    )
    assert (act.by_name, act.capacity, act.reason) == ("Marisol Medina", roles.PUBLISHER, "because")
    assert act.capacity_of == {"en": "Mexico", "es": "México", "fr": "Mexique"}
    assert act.to_label == {"en": "Mexico", "es": "México", "fr": "Mexique"}


def test_the_capacity_on_another_partys_object_is_not_publisher(mexico):
    act = acts.record(by=mexico, did="account.open", to=Party.objects.get(code="HTI"))
    assert (act.capacity, act.capacity_of) == (roles.MEMBER, {})


def test_an_act_of_the_portal_itself_names_nobody(officer):
    act = acts.record(by=None, did="account.open", to=officer)
    assert (act.by, act.by_name) == (None, "")


def test_a_verb_that_no_module_declared_is_refused(officer):
    with pytest.raises(KeyError):
        acts.record(by=officer, did="no.such.verb", to=officer)


def test_the_history_of_an_object_is_its_acts_newest_first(officer, approver):
    first = acts.record(by=officer, did="account.open", to=officer)
    acts.record(by=officer, did="account.open", to=approver)
    second = acts.record(by=approver, did="account.invite", to=officer)
    assert acts.history(officer) == [second, first]


def test_the_changes_of_an_act_carry_the_names_of_the_fields(parties, officer):
    act = acts.record(
        by=officer,
        did="account.open",
        to=Party.objects.get(code="MEX"),
        before={"name_fr": "Mexico", "note": "same"},
        after={"name_fr": "Mexique", "note": "same"},
    )
    assert act.changes == [("Name (Français)", "Mexico", "Mexique")]


def test_what_is_no_column_has_a_name_too(parties, officer):
    after = {"sha256": "8aea", "place": 2, "languages": "en, fr", "entries": 3, "format": "csv"}
    act = acts.record(by=officer, did="account.open", to=officer, after=after)
    assert act.changes == [
        ("SHA-256", "", "8aea"),
        ("Place in the order", "", "2"),
        ("Languages", "", "English, French"),
        ("Number of entries", "", "3"),
        ("File format", "", "csv"),
    ]


def test_the_state_of_a_translation_is_told_in_words(parties, officer):
    after = {"fr": "reviewed", "es": "machine", "name_fr": "translated"}
    act = acts.record(by=officer, did="text.mark", to=Party.objects.get(code="MEX"), after=after)
    assert act.changes == [
        ("French", "", "Reviewed"),
        ("Spanish", "", "Machine draft"),
        ("Name (Français)", "", "Translated"),
    ]
