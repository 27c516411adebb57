"""The life of an entry of a profile: added, changed, moved, removed, and the rules it keeps."""

from datetime import UTC, datetime

import pytest

from acs_portal.kernel import acts, tracking
from acs_portal.kernel.models import Act, Stale, Translation
from network.domain import entries, profiles
from network.models import CountryProfile, Offer, Party, Post, PurposeCode
from tests.network.office import LATER, NOON, added, entry

TODAY = datetime(2026, 11, 24, 12, tzinfo=UTC)


def test_the_first_entry_opens_the_profile(mexico):
    offer = added("offers", mexico)
    assert (offer.profile.party.code, offer.position) == ("MEX", 1)
    assert [act.did for act in Act.objects.order_by("pk")] == ["profile.start", "entry.add"]


def test_an_entry_is_recorded_with_what_changed_in_the_words_of_the_reader(mexico):
    offer = added("offers", mexico, title_en="Training", modality="bilateral")
    offer.title_es, offer.modality = "Formación", "regional"
    entries.save(entry=offer, by=mexico, on=LATER)
    assert sorted(acts.history(offer)[0].changes) == [
        ("Modality", "Bilateral", "Regional"),
        ("Title (Español)", "", "Formación"),
    ]


def test_saving_what_is_stored_already_records_nothing(mexico):
    offer = added("offers", mexico)
    recorded = Act.objects.count()
    entries.save(entry=offer, by=mexico, on=LATER)
    assert Act.objects.count() == recorded


def test_an_entry_is_written_only_with_a_trace(mexico):
    offer = added("offers", mexico)
    with pytest.raises(tracking.LeavesNoTrace):
        offer.save()
    offer.title_en = "Other"
    entries.save(entry=offer, by=mexico, on=LATER)
    assert [state.title_en for state in offer.history.all()] == ["Other", "An entry"]


def test_over_somebody_elses_entry_nothing_is_saved(mexico):
    mine = added("offers", mexico)
    theirs = Offer.objects.select_related("profile__party").get()
    theirs.title_en = "Theirs"
    entries.save(entry=theirs, by=mexico, on=LATER)
    mine.title_en = "Mine"
    with pytest.raises(Stale):
        entries.save(entry=mine, by=mexico, on=LATER)


def test_the_same_entry_sent_twice_is_added_once_and_with_other_words_refused(mexico):
    first = added("offers", mexico)
    again = entries.add(entry=entry("offers", uid=first.uid), by=mexico, on=NOON)
    assert (again.pk, Offer.objects.count()) == (first.pk, 1)
    with pytest.raises(entries.AddedAlready):
        entries.add(entry=entry("offers", uid=first.uid, title_en="Else"), by=mexico, on=NOON)


def test_a_removed_entry_stays_in_the_register(mexico):
    offer = added("offers", mexico, title_en="Training")
    entries.remove(entry=offer, reason="Given up", by=mexico, on=LATER)
    act = Act.objects.get(did="entry.remove")
    assert (act.before["title_en"], act.reason, Offer.objects.count()) == ("Training", "Given up", 0)
    with pytest.raises(entries.EntryGone):
        entries.save(entry=offer, by=mexico, on=LATER)
    with pytest.raises(entries.EntryGone):
        entries.find(Party.objects.get(code="MEX"), "offers", "no id")


def test_entries_are_sorted_and_stop_at_the_edges(mexico):
    for title in "abc":
        added("offers", mexico, title_en=title)
    first, _second, third = Offer.objects.select_related("profile__party")
    entries.move_up(entry=third, by=mexico, on=LATER)
    assert [offer.title_en for offer in Offer.objects.all()] == ["a", "c", "b"]
    entries.move_down(entry=first, by=mexico, on=LATER)
    assert [offer.title_en for offer in Offer.objects.all()] == ["c", "a", "b"]
    with pytest.raises(entries.AtTheEdge):
        entries.move_up(entry=third, by=mexico, on=LATER)


def test_a_copy_says_the_same_and_is_another_entry(mexico):
    first = added("programmes", mexico, title_en="Network", countries=[{"party": "MEX", "share": "40"}])
    copy = entries.add(entry=entries.copied(first), by=mexico, on=LATER)
    assert (copy.title_en, copy.countries, copy.position) == ("Network", first.countries, 2)
    assert copy.uid != first.uid


@pytest.mark.parametrize(
    ("shares", "is_taken"), [(("60", "40"), True), (("60", "40.01"), False), (("60", ""), True)]
)
def test_the_shares_of_the_countries_are_at_most_100_percent(mexico, shares, is_taken):
    rows = [
        {"party": code, "share": share} for code, share in zip(("MEX", "CUB"), shares, strict=True) if share
    ]
    programme = entry("programmes", countries=rows)
    if is_taken:
        assert entries.add(entry=programme, by=mexico, on=NOON).pk
        return
    with pytest.raises(entries.SharesTooHigh, match=r"100\.01 %; together they can be at most 100 %"):
        entries.add(entry=programme, by=mexico, on=NOON)


def test_a_country_is_named_once(mexico):
    programme = entry("programmes", countries=[{"party": "CUB"}, {"party": "CUB"}])
    with pytest.raises(entries.NamedTwice, match="Cuba is named twice"):
        entries.add(entry=programme, by=mexico, on=NOON)


@pytest.mark.parametrize(
    ("fields", "broken"),
    [
        ({"title_en": ""}, entries.NoTitle),
        ({"starts": "2013-04", "ends": "2012"}, entries.EndsBeforeItStarts),
    ],
)
def test_an_entry_has_a_title_and_ends_after_it_starts(mexico, fields, broken):
    with pytest.raises(broken):
        entries.add(entry=entry("offers", **fields), by=mexico, on=NOON)


def test_dates_known_to_the_year_only_do_not_contradict_each_other(mexico):
    assert added("offers", mexico, starts="2013-04", ends="2013").pk


def test_the_contact_is_a_post_of_the_party(mexico, haiti):
    post = Post.objects.get(party__code="HTI")
    with pytest.raises(entries.ContactOfAnother):
        entries.add(entry=entry("offers", contact=post), by=mexico, on=NOON)


@pytest.mark.parametrize(
    ("code", "on", "is_valid"),
    [
        ("74010", NOON, True),
        ("74010", TODAY, False),
        ("43060", NOON, False),
        ("43060", TODAY, True),
        ("33210", TODAY, True),
    ],
)
def test_a_purpose_code_is_chosen_while_it_is_valid(mexico, code, on, is_valid):
    offer = entry("offers", sector=code)
    if is_valid:
        assert entries.add(entry=offer, by=mexico, on=on).sector.code == code
        return
    with pytest.raises(profiles.CodeNotValid, match=code):
        entries.add(entry=offer, by=mexico, on=on)


def test_a_code_chosen_while_it_was_valid_stays(mexico):
    offer = added("offers", mexico, sector="74010")
    offer.title_en = "New title"
    assert entries.save(entry=offer, by=mexico, on=TODAY).sector.code == "74010"


def test_the_day_on_which_a_code_is_withdrawn_is_its_last(mexico):
    code = PurposeCode.objects.get(code="74010")
    last, after = datetime(2017, 12, 31, 12, tzinfo=UTC), datetime(2018, 1, 1, 12, tzinfo=UTC)
    for on, is_valid in ((last, True), (after, False)):
        assert code.is_valid_on(on.date()) == is_valid
        assert PurposeCode.objects.valid_on(on.date()).filter(code="74010").exists() == is_valid


def test_the_texts_of_an_entry_are_on_the_desk_of_the_profile(mexico):
    added("offers", mexico, title_en="Training", title_es="Formación")
    found = Translation.objects.filter(document="profile:MEX", subject_type="network.offer")
    assert {one.language: one.state for one in found} == {"es": "translated", "fr": "missing"}
    assert CountryProfile.objects.get().party.code == "MEX"
