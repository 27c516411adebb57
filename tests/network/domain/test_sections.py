"""The sections of a profile: published alone, confirmed alone, grown old each for itself."""

from datetime import UTC, date, datetime
from importlib import import_module

import pytest
from django.apps import apps

from acs_portal.kernel import acts, releases
from acs_portal.kernel.models import Release
from network import reading
from network.domain import board, entries, profile_tree, profiles, sections
from network.domain.freshness import Freshness
from network.domain.profile_differences import changed_sections, differences
from network.models import CountryProfile, Offer, PublishedEntry, SectionStanding
from tests.network.office import LATER, NOON, added, before_sections, drafted, publish_all, published

A_YEAR_LATER = datetime(2003, 4, 20, 12, tzinfo=UTC)


def standing(section: str) -> SectionStanding | None:
    return SectionStanding.objects.filter(section=section).first()


def last_tree():
    return profiles.tree_of(Release.objects.order_by("-number").first())


def titles(section: str) -> list[str]:
    return [node.label for node in reading.section_of(last_tree(), section).children]


def test_only_the_chosen_sections_are_published(mexico):
    published("MEX", mexico)
    added("offers", mexico, title_en="An offer")
    added("needs", mexico, title_en="A need")
    publish_all("MEX", mexico, on=LATER, sections=["offers"])
    assert (titles("offers"), titles("needs")) == (["An offer"], [])
    assert (standing("offers").release, standing("needs")) == (2, None)
    assert list(PublishedEntry.objects.values_list("title_en", flat=True)) == ["An offer"]


def test_a_section_that_was_not_chosen_stays_as_it_was_published(mexico):
    published("MEX", mexico, policy_en="We cooperate.")
    offer = added("offers", mexico, title_en="First")
    publish_all("MEX", mexico, on=LATER)
    drafted("MEX", mexico, on=LATER, policy_en="We cooperate more.")
    offer.title_en = "Second"
    entries.save(entry=offer, by=mexico, on=LATER)
    publish_all("MEX", mexico, on=A_YEAR_LATER, sections=["policy"])
    assert titles("offers") == ["First"]
    assert reading.section_of(last_tree(), "policy").words["policy"] == {"en": "We cooperate more."}


def test_a_section_none_of_whose_words_changed_is_not_published_again(mexico):
    published("MEX", mexico)
    added("offers", mexico)
    profile = CountryProfile.objects.select_related("party").get()
    with pytest.raises(profiles.NothingToPublish):
        profiles.publish(profile=profile, sections=["policy"], by=mexico, on=LATER)
    with pytest.raises(profiles.NothingChosen):
        profiles.publish(profile=profile, sections=[], by=mexico, on=LATER)


def test_an_authority_comes_first(mexico):
    added("offers", mexico)
    profile = CountryProfile.objects.select_related("party").get()
    with pytest.raises(profiles.ProfileEmpty):
        profiles.publish(profile=profile, by=mexico, on=NOON)


def test_the_working_copy_differs_section_by_section_and_word_by_word(mexico):
    published("MEX", mexico)
    offer = added("offers", mexico, title_en="Training", modality="bilateral")
    added("offers", mexico, title_en="Experts")
    publish_all("MEX", mexico, on=LATER)
    offer.modality, offer.title_fr = "regional", "Formation"
    entries.save(entry=offer, by=mexico, on=LATER)
    entries.move_down(entry=Offer.objects.select_related("profile__party").first(), by=mexico, on=LATER)
    draft, frozen = profiles.tree(offer.profile), last_tree()
    assert changed_sections(draft, frozen) == ["offers"]
    (found,) = differences(frozen, draft)
    assert (found.name, found.added) == ("Offers", [])
    assert [
        (entry.title.value, line.kind, line.name, line.language, line.before, line.after)
        for entry in found.shown.entries
        for line in entry.lines
    ] == [
        ("Experts", "moved", "", "", "", ""),
        ("Training", "translation", "title", "fr", "", "Formation"),
        ("Training", "facts", "modality", "", "Bilateral", "Regional"),
    ]


def test_removing_all_entries_empties_the_section(mexico):
    published("MEX", mexico)
    offer = added("offers", mexico)
    publish_all("MEX", mexico, on=LATER)
    entries.remove(entry=offer, by=mexico, on=LATER)
    publish_all("MEX", mexico, on=A_YEAR_LATER)
    assert (standing("offers"), titles("offers"), PublishedEntry.objects.count()) == (None, [], 0)


def test_each_section_grows_old_for_itself_and_the_whole_with_the_oldest(mexico):
    profile = published("MEX", mexico)
    added("offers", mexico)
    publish_all("MEX", mexico, on=datetime(2003, 1, 10, 12, tzinfo=UTC))
    profile.refresh_from_db()
    cards = {card.code: card for card in sections.cards(profile, profiles.tree(profile), date(2003, 4, 20))}
    assert cards["authority"].freshness == Freshness.TO_CONFIRM
    assert cards["offers"].freshness == Freshness.CURRENT
    assert str(cards["needs"].state) == "Empty"
    assert profile.confirmed_on == NOON.date()
    assert profiles.freshness(profile, date(2003, 4, 20)) == Freshness.TO_CONFIRM


def test_one_section_is_confirmed_without_the_others(mexico):
    profile = published("MEX", mexico)
    profiles.confirm(profile=profile, sections=["policy"], by=mexico, on=A_YEAR_LATER)
    assert standing("policy").confirmed_on == A_YEAR_LATER.date()
    assert standing("authority").confirmed_on == NOON.date()
    assert CountryProfile.objects.get().confirmed_on == NOON.date()
    assert acts.history(profile)[0].after["section"] == [profile_tree.section_name("policy")]
    profiles.confirm(profile=profile, by=mexico, on=A_YEAR_LATER)
    assert CountryProfile.objects.get().confirmed_on == A_YEAR_LATER.date()
    with pytest.raises(profiles.ConfirmedToday):
        profiles.confirm(profile=profile, by=mexico, on=A_YEAR_LATER)
    with pytest.raises(profiles.NothingChosen):
        profiles.confirm(profile=profile, sections=["offers"], by=mexico, on=A_YEAR_LATER)


def test_the_periods_are_settings(mexico, settings):
    settings.PROFILE_CONFIRM_MONTHS, settings.PROFILE_GRACE_MONTHS = 6, 1
    profile = published("MEX", mexico)
    states = [profiles.freshness(profile, date(2002, month, 11)) for month in (10, 11)]
    assert states == [Freshness.TO_CONFIRM, Freshness.NOT_CONFIRMED]


def test_a_release_from_before_the_sections_counts_as_authority_and_policy(mexico):
    profile = drafted("MEX", mexico, authority_en="Old ministry", policy_en="Old policy")
    release = before_sections(profile, mexico)
    tree = profiles.tree_of(release)
    assert reading.section_of(tree, "authority").words["authority"] == {"en": "Old ministry"}
    assert [text.code for text in reading.texts_of(tree)] == ["authority", "policy"]
    assert profiles.published_by(NOON.date())["MEX"].text("authority").value == "Old ministry"
    assert not profiles.differs(profiles.tree(profile), profiles.tree_of(release))
    releases.verify(release)


def test_after_such_a_release_only_what_changed_is_published(mexico):
    profile = drafted("MEX", mexico, authority_en="Old ministry", policy_en="Old policy")
    before_sections(profile, mexico)
    with pytest.raises(profiles.NothingToPublish):
        profiles.publish(profile=profile, by=mexico, on=LATER)
    added("offers", mexico)
    publish_all("MEX", mexico, on=LATER, sections=["offers"])
    assert reading.section_of(last_tree(), "authority").words["authority"] == {"en": "Old ministry"}


def test_the_migration_dates_the_sections_of_profiles_published_before(mexico):
    profile = published("MEX", mexico)
    SectionStanding.objects.all().delete()
    before_sections(profile, mexico, on=LATER)
    import_module("network.migrations.0004_profile").begin(apps, None)
    found = {one.section: (one.release, one.confirmed_on) for one in SectionStanding.objects.all()}
    assert found == {"authority": (2, NOON.date()), "policy": (2, NOON.date())}


def test_the_board_shows_each_section_of_each_member_in_protocol_order(mexico, haiti):
    published("MEX", mexico)
    published("HTI", haiti, on=datetime(2001, 1, 10, 12, tzinfo=UTC))
    shown = board.of(LATER.date(), language="fr")
    rows = {row.party.code: row for row in shown.rows}
    assert [cell.state.value for cell in rows["MEX"].cells][:3] == ["current", "current", "never"]
    assert rows["HTI"].wanting == ["Authority and legal basis", "Policy and priorities"]
    assert "TCA" not in rows  # listed, not counted
    assert len(shown.unanswered) == len(rows) - 1
    assert shown.totals[Freshness.CURRENT]["authority"] == 1
    codes = list(rows)
    assert codes.index("MEX") < codes.index("ABW")
    narrowed = board.of(LATER.date(), language="fr", state="not_confirmed", section="policy")
    assert [row.party.code for row in narrowed.rows] == ["HTI"]
