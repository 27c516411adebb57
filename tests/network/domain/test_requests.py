"""Publication requests: asked by a deputy, answered by the publisher, each step once."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from acs_portal.kernel import acts, due, releases, reminders
from acs_portal.kernel.models import Message, Release
from network.domain import asked, entries, profiles, requests
from network.models import CountryProfile, Party, Post, PublicationRequest
from tests.cast import holder
from tests.network.office import LATER, NOON, added, drafted

pytestmark = pytest.mark.django_db
State = PublicationRequest.State


@pytest.fixture
def jamaica(parties):
    """The primary focal point of Jamaica, who publishes."""
    return holder("JAM", Post.Kind.PRIMARY, "jam.primary@example.org", "Janet", "James", "en")


@pytest.fixture
def draft(jamaica, jamaica_deputy):
    """The profile of Jamaica as its deputy drafted it, with an offer."""
    profile = drafted("JAM", jamaica_deputy)
    added("offers", jamaica_deputy, "JAM", title_en="A course")
    return CountryProfile.objects.select_related("party").get(pk=profile.pk)


def ask(profile, by, *, sections=("authority", "policy", "offers"), on=NOON, **more):
    return requests.ask(profile=profile, sections=sections, by=by, on=on, **more)


STEPS = {
    "approve": lambda one, by, deputy: requests.approve(request=one, by=by, on=LATER),
    "send_back": lambda one, by, deputy: requests.send_back(request=one, note="Add a year", by=by, on=LATER),
    "reject": lambda one, by, deputy: requests.reject(request=one, reason="Not ours", by=by, on=LATER),
    "withdraw": lambda one, by, deputy: requests.withdraw(request=one, by=deputy, on=LATER),
    "lapse": lambda one, by, deputy: requests.lapse_due(NOON + timedelta(days=16)),
}
ENDS = {
    "approve": State.APPROVED,
    "send_back": State.RETURNED,
    "reject": State.REJECTED,
    "withdraw": State.WITHDRAWN,
    "lapse": State.LAPSED,
}


@pytest.mark.parametrize("step", STEPS)
def test_an_open_request_takes_each_step_and_the_register_says_so(draft, jamaica, jamaica_deputy, step):
    one = ask(draft, jamaica_deputy, note="Ready")
    STEPS[step](one, jamaica, jamaica_deputy)
    one.refresh_from_db()
    assert (one.state, one.answered_at is not None) == (ENDS[step], True)
    verb = {"send_back": "return"}.get(step, step)
    assert acts.history(draft)[0].did == f"request.{verb}"
    assert acts.history(draft)[0].after["section"][-1]["en"] == "Offers"


@pytest.mark.parametrize("then", ["approve", "send_back", "reject", "withdraw"])
@pytest.mark.parametrize("first", STEPS)
def test_an_answered_request_takes_no_further_step(draft, jamaica, jamaica_deputy, first, then):
    one = ask(draft, jamaica_deputy)
    STEPS[first](one, jamaica, jamaica_deputy)
    with pytest.raises(requests.NotOpen):
        STEPS[then](one, jamaica, jamaica_deputy)
    one.refresh_from_db()
    assert one.state == ENDS[first]


def test_approving_publishes_exactly_the_sections_asked_for(draft, jamaica, jamaica_deputy):
    one = ask(draft, jamaica_deputy, sections=["authority", "policy"], note="First half")
    release = requests.approve(request=one, by=jamaica, on=LATER)
    tree = profiles.tree_of(release)
    assert tree.children[0].words["authority"] == {"en": "Ministry of Foreign Affairs"}
    assert next(node for node in tree.children if node.id == "offers").children == []
    assert (release.released_by, release.note) == (jamaica, {"text": "First half"})


def test_a_draft_that_changed_is_not_approved_and_the_difference_is_told(draft, jamaica, jamaica_deputy):
    one = ask(draft, jamaica_deputy)
    added("offers", jamaica_deputy, "JAM", title_en="A second course")
    with pytest.raises(requests.DraftChanged):
        requests.approve(request=one, by=jamaica, on=LATER)
    assert not Release.objects.exists()
    now = profiles.tree(one.profile)
    assert requests.is_changed(one, now)
    (found,) = requests.changed_since(one, now)
    assert found.name == "Offers"
    assert [entry.node.text("title").value for entry in found.added] == ["A second course"]


def test_a_change_in_another_section_does_not_hinder(draft, jamaica, jamaica_deputy):
    one = ask(draft, jamaica_deputy, sections=["authority"])
    added("needs", jamaica_deputy, "JAM", title_en="An expert")
    requests.approve(request=one, by=jamaica, on=LATER)
    assert Release.objects.count() == 1


def test_when_publishing_fails_the_request_stays_open(draft, jamaica, jamaica_deputy):
    one = ask(draft, jamaica_deputy)
    profiles.publish(profile=CountryProfile.objects.get(pk=draft.pk), by=jamaica, on=NOON)
    with pytest.raises(profiles.NothingToPublish):
        requests.approve(request=one, by=jamaica, on=LATER)
    one.refresh_from_db()
    assert one.is_open


def test_a_profile_has_one_open_request(draft, jamaica, jamaica_deputy):
    ask(draft, jamaica_deputy)
    with pytest.raises(requests.AlreadyAsked, match="June Jarrett"):
        ask(draft, jamaica_deputy)
    with pytest.raises(IntegrityError), transaction.atomic():
        PublicationRequest.objects.create(
            profile=draft, content="{}", asked_by=jamaica_deputy, asked_at=NOON, lapses_on=NOON.date()
        )


def test_what_was_not_in_sight_is_not_asked_for(draft, jamaica_deputy):
    with pytest.raises(releases.SeenIsOld):
        ask(draft, jamaica_deputy, seen="0" * 64)
    with pytest.raises(profiles.NothingChosen):
        ask(draft, jamaica_deputy, sections=[])
    with pytest.raises(requests.NothingToAsk):
        ask(draft, jamaica_deputy, sections=["needs"])
    with pytest.raises(profiles.ProfileEmpty):
        ask(draft, jamaica_deputy, sections=["offers"])


def test_a_request_is_returned_or_rejected_with_words(draft, jamaica, jamaica_deputy):
    one = ask(draft, jamaica_deputy)
    with pytest.raises(requests.NoNote):
        requests.send_back(request=one, note=" ", by=jamaica, on=LATER)
    with pytest.raises(requests.NoNote):
        requests.reject(request=one, reason="", by=jamaica, on=LATER)


def test_only_who_asked_withdraws(draft, jamaica, jamaica_deputy):
    one = ask(draft, jamaica_deputy)
    with pytest.raises(requests.NotAsker):
        requests.withdraw(request=one, by=jamaica, on=LATER)


def test_a_request_lapses_on_the_day_after_its_last_and_once(draft, jamaica, jamaica_deputy, settings):
    settings.REQUEST_DAYS = 5
    one = ask(draft, jamaica_deputy)
    assert one.lapses_on == (NOON + timedelta(days=5)).date()
    assert requests.lapse_due(NOON + timedelta(days=5)) == 0
    assert requests.lapse_due(NOON + timedelta(days=6)) == 1
    assert requests.lapse_due(NOON + timedelta(days=6)) == 0
    act = acts.history(draft)[0]
    assert (act.did, act.by) == ("request.lapse", None)


def test_the_publisher_and_the_asker_are_told(draft, jamaica, jamaica_deputy):
    one = ask(draft, jamaica_deputy, note="Please look")
    told = Message.objects.get(to=jamaica)
    assert "June Jarrett asks you to publish" in told.subject
    assert "Please look" in told.text
    assert f"/network/jam/profile/request/{one.pk}/" in told.text
    requests.send_back(request=one, note="Add a year", by=jamaica, on=LATER)
    answer = Message.objects.get(to=jamaica_deputy)
    assert "Returned with a note" in answer.subject
    assert "Add a year" in answer.text


def test_who_withdraws_is_not_told_of_it(draft, jamaica, jamaica_deputy):
    requests.withdraw(request=ask(draft, jamaica_deputy), by=jamaica_deputy, on=LATER)
    assert not Message.objects.filter(to=jamaica_deputy).exists()


def tasks(profile, *, publishes):
    profile.refresh_from_db()
    party = Party.objects.get(code="JAM")
    return [task.title for task in asked.tasks(party, profile, publishes=publishes, today=LATER.date())]


def test_a_request_waits_for_the_publisher_then_for_the_deputy(draft, jamaica, jamaica_deputy):
    one = ask(draft, jamaica_deputy)
    assert tasks(draft, publishes=True) == ["Answer the publication request of Jamaica"]
    assert tasks(draft, publishes=False) == []
    requests.send_back(request=one, note="Add a year", by=jamaica, on=NOON)
    assert tasks(draft, publishes=True) == []
    assert tasks(draft, publishes=False) == ["Mend the draft of Jamaica and ask again"]
    again = ask(draft, jamaica_deputy, on=LATER)
    assert tasks(draft, publishes=False) == []
    requests.approve(request=again, by=jamaica, on=LATER)
    assert tasks(draft, publishes=False) == tasks(draft, publishes=True) == []


def test_an_entry_removed_after_the_request_counts_as_a_change(draft, jamaica, jamaica_deputy):
    one = ask(draft, jamaica_deputy)
    uid = one.asked.children[2].children[0].id
    entries.remove(entry=entries.find(draft.party, "offers", uid), by=jamaica_deputy, on=LATER)
    with pytest.raises(requests.DraftChanged):
        requests.approve(request=one, by=jamaica, on=LATER)


def test_the_publisher_is_reminded_three_days_before_a_request_lapses_and_once(
    draft, jamaica, jamaica_deputy
):
    one = ask(draft, jamaica_deputy)
    Message.objects.all().delete()
    told = []
    for days in range(20):
        moment = (NOON + timedelta(days=days)).replace(hour=16)
        told += [days] * reminders.tell(moment)
    assert told == [settings.REQUEST_DAYS - 3]
    message = Message.objects.get()
    assert (message.to, message.kind) == (jamaica, "request_asked")
    assert f"/request/{one.pk}/" in message.text
    assert "To be answered by" in message.subject


def test_nothing_is_reminded_of_what_was_answered(draft, jamaica, jamaica_deputy):
    requests.send_back(request=ask(draft, jamaica_deputy), note="A year", by=jamaica, on=LATER)
    assert reminders.tell(NOON + timedelta(days=11, hours=4)) == 0


def test_what_is_due_lets_requests_lapse(draft, jamaica, jamaica_deputy):
    one = ask(draft, jamaica_deputy)
    done, failed = due.run(NOON + timedelta(days=16))
    assert (done["publication requests lapsed"], failed) == (1, [])
    one.refresh_from_db()
    assert one.state == State.LAPSED
    assert Message.objects.filter(to=jamaica_deputy, kind="request_answered").count() == 1
