"""The texts of a profile on the way to three languages: the desk, the gate, what readers see of it."""

import pytest

from acs_portal.kernel import gate, translations
from network.domain import profile_tree, profiles
from network.domain.profile_differences import changed_sections
from network.models import CountryProfile, Offer, Party
from tests.network.office import LATER, NOON, added, drafted, publish_all, published

pytestmark = pytest.mark.django_db
KIND = translations.KINDS["profile"]


def rows_of_mexico() -> list:
    party = KIND.find(["MEX"])["MEX"]
    return [row for _number, row in KIND.rows(party)]


def test_the_rows_stand_in_the_order_in_which_readers_meet_them(mexico):
    drafted("MEX", mexico)
    for section, title in (("funding", "F"), ("offers", "O1"), ("programmes", "P"), ("offers", "O2")):
        added(section, mexico, title_en=title)
    assert [str(row) for row in rows_of_mexico()] == ["Mexico", "O1", "O2", "P", "F"]
    assert {type(row) for row in rows_of_mexico()} <= set(KIND.verbs)


def test_a_party_without_a_profile_has_no_texts(parties):
    assert list(KIND.rows(Party.objects.get(code="MEX"))) == []


def test_each_row_is_saved_by_its_verb_and_counts_as_translated(mexico):
    drafted("MEX", mexico)
    added("offers", mexico, title_en="Training", summary_en="Of coast guards")
    _profile, offer = rows_of_mexico()
    offer.title_fr = "Formation"
    KIND.verbs[Offer](offer, by=mexico, on=LATER)
    offer = Offer.objects.get()
    assert offer.title_fr == "Formation"
    standing = translations.standings(offer)["fr"]
    assert (standing.state, standing.is_stale) == (translations.State.MISSING, False)  # the summary


def test_what_is_not_ready_is_marked_where_it_is_read_and_nowhere_else(mexico):
    drafted("MEX", mexico, policy_en="We cooperate.", policy_fr="Nous coopérons.", authority_fr="Ministère")
    added("offers", mexico, title_en="Training", title_fr="Formation")
    publish_all("MEX", mexico)
    drafted("MEX", mexico, on=LATER, policy_en="We cooperate more.")
    offer = Offer.objects.get()
    offer.marks = {"fr": translations.State.MACHINE}
    KIND.verbs[Offer](offer, by=mexico, on=LATER)
    profile = CountryProfile.objects.get()
    draft, (_release, frozen) = profiles.tree(profile), profiles.last_published(profile)
    pending = {node.id: node.pending for node in draft.walk() if node.pending}
    assert pending == {"policy": {"fr": "stale"}, str(offer.uid): {"fr": "machine"}}
    assert changed_sections(draft, frozen) == ["policy", "offers"]
    assert not any(node.pending for node in frozen.walk())


def test_what_is_missing_is_found_for_the_chosen_sections_alone(mexico):
    profile = drafted("MEX", mexico, authority_es="Cancillería", authority_fr="Ministère")
    added("offers", mexico, title_en="Training of 20 people", title_fr="Formation de 30 personnes")
    found = gate.findings(profile_tree.texts(profile, ["offers"]))
    assert [(one.problem, one.language) for one in found] == [("missing", "es"), ("discordant", "")]
    assert gate.findings(profile_tree.texts(profile, ["authority", "policy"])) == []


def test_the_gate_holds_a_section_that_is_not_ready_where_its_rule_says_so(mexico, settings):
    published("MEX", mexico, authority_es="Cancillería", authority_fr="Ministère")
    added("offers", mexico, title_en="Training")
    added("needs", mexico, title_en="Expert", title_es="Experto", title_fr="Expert")
    settings.RELEASE_GATES = settings.RELEASE_GATES | {"profile": "hold"}
    with pytest.raises(gate.NotReady, match="Training"):
        publish_all("MEX", mexico, on=LATER)
    publish_all("MEX", mexico, on=LATER, sections=["needs"])
    settings.RELEASE_GATES = settings.RELEASE_GATES | {"profile": "pending"}
    publish_all("MEX", mexico, on=LATER)


def test_the_tree_costs_the_same_queries_with_one_entry_and_with_ten(mexico, django_assert_num_queries):
    drafted("MEX", mexico)

    def nodes() -> int:
        profile = CountryProfile.objects.select_related("party").get()
        with django_assert_num_queries(7):
            return len(list(profiles.tree(profile).walk()))

    added("offers", mexico, title_en="One", on=NOON)
    assert nodes() == 10
    for number in range(9):
        added("offers", mexico, title_en=f"More {number}")
    assert nodes() == 19
