"""The life of a profile: drafted, published, confirmed, grown old."""

from datetime import date

import pytest

from acs_portal.kernel import acts, issuing, releases
from acs_portal.kernel.languages import CODES
from acs_portal.kernel.models import Act, IssuedDocument, Release, Stale
from network import reading
from network.domain import profiles
from network.domain.profiles import Freshness
from network.models import CountryProfile, Party, PriorityArea
from tests.network.office import LATER, NOON, drafted, published
from tests.pdf_checks import assert_official_pdf, attachments_of


def test_a_draft_changes_nothing_for_readers(mexico):
    profile = published("MEX", mexico)
    drafted("MEX", mexico, on=LATER, authority_en="Another ministry")
    frozen = releases.tree_of(releases.latest(profile, profiles.KIND))
    assert reading.section_of(frozen, "authority").words["authority"] == {"en": "Ministry of Foreign Affairs"}


def test_a_draft_is_recorded_with_what_changed_and_nothing_else(mexico):
    drafted("MEX", mexico)
    profile = drafted("MEX", mexico, on=LATER, policy_es="Cooperamos.", priorities=("transport", "trade"))
    act = acts.history(profile)[0]
    assert (act.did, act.by) == ("profile.draft", mexico)
    assert act.changes == [
        ("Cooperation policy (Español)", "", "Cooperamos."),
        ("Priority areas", "Trade", "Trade, Transport"),
    ]


def test_saving_what_is_stored_already_records_nothing(mexico):
    drafted("MEX", mexico)
    version, recorded = CountryProfile.objects.get().version, Act.objects.count()
    drafted("MEX", mexico, on=LATER)
    assert (CountryProfile.objects.get().version, Act.objects.count()) == (version, recorded)


def test_a_draft_over_somebody_elses_is_refused(mexico):
    drafted("MEX", mexico)
    mine = CountryProfile.objects.get()
    drafted("MEX", mexico, policy_en="Theirs")
    mine.policy_en = "Mine"
    with pytest.raises(Stale):
        profiles.save_draft(profile=mine, by=mexico, on=LATER)
    assert CountryProfile.objects.get().policy_en == "Theirs"


def test_a_profile_is_opened_once(mexico):
    party = Party.objects.get(code="MEX")
    profiles.start(party=party, by=mexico, on=NOON)
    with pytest.raises(Stale):
        profiles.start(party=party, by=mexico, on=NOON)
    assert CountryProfile.objects.get().authentic_language == "es"


def test_publishing_freezes_the_words_and_counts_the_versions(mexico):
    profile = published("MEX", mexico, policy_fr="Nous coopérons.", priorities=("transport", "trade"))
    published("MEX", mexico, on=LATER, policy_fr="Nous coopérons encore.")
    first, second = releases.releases_of(profile, profiles.KIND).defer(None).order_by("number")
    tree = releases.tree_of(first)
    assert (first.number, second.number) == (1, 2)
    assert tree.words["title"] == {"en": "Mexico", "es": "México", "fr": "Mexique"}
    policy = reading.section_of(tree, "policy")
    assert policy.words["policy"] == {"fr": "Nous coopérons."}
    assert [child.words["title"]["en"] for child in policy.children] == ["Trade", "Transport"]


def test_publishing_again_without_a_change_is_refused_in_clear_words(mexico):
    profile = published("MEX", mexico)
    with pytest.raises(profiles.NothingToPublish, match="If it still holds, confirm it"):
        profiles.publish(profile=profile, by=mexico, on=LATER)
    assert Release.objects.count() == 1


def test_an_empty_profile_is_not_published(mexico):
    profile = drafted("MEX", mexico, authority_en="")
    profile = profile if profile.pk else profiles.start(party=profile.party, by=mexico, on=NOON)
    with pytest.raises(profiles.ProfileEmpty):
        profiles.publish(profile=profile, by=mexico, on=NOON)


def test_only_what_the_publisher_has_seen_is_published(mexico):
    seen = drafted("MEX", mexico)
    drafted("MEX", mexico, policy_en="Slipped in")
    with pytest.raises(Stale):
        profiles.publish(profile=seen, by=mexico, on=NOON)
    assert not Release.objects.exists()


def test_publishing_is_recorded_with_the_difference_from_the_last_version(mexico):
    profile = published("MEX", mexico)
    assert acts.history(profile)[0].changes == []
    published("MEX", mexico, on=LATER, authority_en="Ministry of Cooperation")
    assert acts.history(profile)[0].changes == [
        ("Cooperation authority (English)", "Ministry of Foreign Affairs", "Ministry of Cooperation"),
        ("Section", "", "Authority and legal basis"),
    ]


def test_publishing_confirms(mexico):
    profile = published("MEX", mexico)
    assert (profile.published_on, profile.confirmed_on) == (NOON.date(), NOON.date())


def test_confirming_takes_a_published_profile_and_once_a_day(mexico):
    profile = drafted("MEX", mexico)
    with pytest.raises(profiles.NotPublished):
        profiles.confirm(profile=profile, by=mexico, on=NOON)
    profile = published("MEX", mexico)
    with pytest.raises(profiles.ConfirmedToday):
        profiles.confirm(profile=profile, by=mexico, on=NOON)
    profiles.confirm(profile=profile, by=mexico, on=LATER)
    assert acts.history(profile)[0].after == {"confirmed_on": "2002-04-12"}


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2002, 2, 28), Freshness.CURRENT),
        (date(2003, 2, 27), Freshness.CURRENT),
        (date(2003, 2, 28), Freshness.TO_CONFIRM),
        (date(2003, 5, 27), Freshness.TO_CONFIRM),
        (date(2003, 5, 28), Freshness.NOT_CONFIRMED),
    ],
)
def test_a_profile_grows_old_after_a_year_and_three_months(day, state):
    assert profiles.freshness(CountryProfile(confirmed_on=date(2002, 2, 28)), day) == state


def test_a_year_from_29_february_ends_on_28_february():
    assert profiles.due_on(CountryProfile(confirmed_on=date(2004, 2, 29))) == date(2005, 2, 28)


def test_a_profile_never_published_is_never_fresh():
    assert profiles.freshness(None, date(2002, 1, 1)) == Freshness.NEVER
    assert profiles.freshness(CountryProfile(), date(2002, 1, 1)) == Freshness.NEVER


def test_priorities_left_out_are_left_alone(mexico):
    drafted("MEX", mexico, priorities=("trade",))
    profile = CountryProfile.objects.get()
    profile.policy_en = "We cooperate."
    profiles.save_draft(profile=profile, by=mexico, on=LATER)
    assert list(profile.priorities.all()) == [PriorityArea.objects.get(code="trade")]


def test_the_documents_are_issued_once_in_three_languages(mexico, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        published("MEX", mexico)
    release = Release.objects.get()
    stored = {d.language: bytes(d.data) for d in IssuedDocument.objects.all()}
    assert sorted(stored) == sorted(CODES)
    again = issuing.issued_in(release, "es")
    assert bytes(again.data) == stored["es"]
    assert IssuedDocument.objects.count() == 3


@pytest.mark.parametrize("language", CODES)
def test_the_seal_of_a_short_profile_stands_on_its_page(mexico, language):
    """A second page with nothing but the seal would look like a document without words."""
    published(
        "MEX",
        mexico,
        priorities=("trade", "sustainable-tourism"),
        mandate_en="Coordinates the cooperation that Mexico offers and receives, with its institutions. " * 2,
        policy_en="Mexico gives priority to regional cooperation with the Greater Caribbean. " * 2,
        address="Plaza Juárez 20, México",
        telephone="+52 55 0000 0000",
        email="office@mex.example",
        website="https://mex.example/",
    )
    release = Release.objects.get()
    assert_official_pdf(
        bytes(issuing.issued_in(release, language).data), language=language, pages=range(1, 2)
    )


@pytest.mark.parametrize(("language", "name"), [("en", "Mexico"), ("es", "México"), ("fr", "Mexique")])
def test_the_profile_is_an_official_document_in_each_language(mexico, language, name):
    published(
        "MEX",
        mexico,
        authority_es="Secretaría de Relaciones Exteriores",
        policy_en="We <b>cooperate</b>.",
        address="Plaza Juárez 20\nMéxico",
    )
    release = Release.objects.get()
    data = bytes(issuing.issued_in(release, language).data)
    assert_official_pdf(
        data,
        language=language,
        contains=[name, "We <b>cooperate</b>.", "Plaza Juárez 20", release.sha256[:20]],
    )
    assert attachments_of(data) == {"profile.json": release.canonical.encode()}
