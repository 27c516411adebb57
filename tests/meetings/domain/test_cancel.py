from datetime import timedelta

import pytest
from icalendar import Calendar

from acs_portal.kernel import outbox
from acs_portal.kernel.models import Act, Message
from meetings import notifications
from meetings.domain import agenda, agenda_release, calendar, delegations, meetings, participants
from meetings.models import Meeting
from tests.cast import change
from tests.meetings.conftest import ON, add_delegate, add_item, register

pytestmark = pytest.mark.django_db
REASON = {"en": "A hurricane", "es": "Un huracán", "fr": "Un ouragan"}


def cancel(meeting, by, **changes):
    meetings.cancel(**({"meeting": meeting, "reason": REASON, "by": by, "on": ON} | changes))
    meeting.refresh_from_db()


def told() -> dict[str, str]:
    """(address, the line of its message with the reason) of everybody who is told of the cancellation."""
    found = Message.objects.filter(kind="meeting_cancelled")
    return {
        message.address: next(line for line in message.text.splitlines() if "hur" in line or "oura" in line)
        for message in found
    }


def test_everybody_who_was_told_is_told_in_their_language(meeting, officer, mexico, haiti, sela):
    cancel(meeting, officer)
    assert (meeting.state, meeting.cancelled_because_fr) == ("cancelled", "Un ouragan")
    assert {address: line.partition(": ")[2] or line for address, line in told().items()}.keys() == {
        mexico.email,
        haiti.email,
        sela.email,
    }
    assert "Un huracán" in told()[mexico.email]
    assert "Un ouragan" in told()[haiti.email]


def test_a_cancellation_comes_at_once_whatever_a_person_chose(meeting, officer, mexico):
    mexico.news = "never"
    mexico.save()
    cancel(meeting, officer)
    assert Message.objects.get(kind="meeting_cancelled").is_held is False


def test_the_holders_of_a_party_with_a_delegation_are_told_too(meeting, officer, jamaica_deputy):
    add_delegate(register(meeting, officer, "JAM"), officer)
    cancel(meeting, officer)
    assert set(told()) == {jamaica_deputy.email}


def test_who_was_told_and_left_office_since_is_told_too(meeting, officer, mexico, haiti):
    add_item(meeting, officer)
    agenda_release.release(meeting=meeting, note={}, acknowledged=False, by=officer, on=ON)
    change(haiti.person.designations.all(), until=ON.date(), end_reason="left")
    cancel(meeting, officer)
    assert set(told()) == {mexico.email, haiti.email}


def test_the_register_keeps_the_reason(meeting, officer):
    cancel(meeting, officer)
    act = Act.objects.get(did="meeting.cancel")
    assert (act.before, act.after, act.reason) == (
        {"state": "announced"},
        {"state": "cancelled"},
        "Un huracán",
    )


@pytest.mark.parametrize("reason", [{}, {"en": "A hurricane"}, REASON | {"fr": "  "}])
def test_the_reason_is_needed_in_every_language(meeting, officer, mexico, reason):
    with pytest.raises(meetings.ReasonNotInEveryLanguage):
        cancel(meeting, officer, reason=reason)
    meeting.refresh_from_db()
    assert (meeting.state, Message.objects.count()) == ("announced", 0)


def test_only_an_announced_meeting_is_cancelled(planned, officer):
    with pytest.raises(meetings.NotToCancel):
        cancel(planned, officer)


def test_neither_one_in_session_nor_a_closed_one_is_cancelled(in_session, officer):
    with pytest.raises(meetings.NotToCancel):
        cancel(in_session, officer)
    meetings.close(meeting=in_session, by=officer, on=ON)
    with pytest.raises(meetings.MeetingClosed):
        cancel(in_session, officer)


def test_it_is_cancelled_once(meeting, officer, mexico):
    cancel(meeting, officer)
    with pytest.raises(meetings.MeetingCancelled):
        cancel(meeting, officer)
    assert Message.objects.count() == 1


def test_other_recipients_than_those_in_sight_are_refused(meeting, officer, mexico, request):
    seen = meetings.cancellation(meeting, REASON, on=ON).fingerprint
    request.getfixturevalue("haiti")
    with pytest.raises(outbox.RecipientsChanged):
        cancel(meeting, officer, told=seen)
    meeting.refresh_from_db()
    assert (meeting.state, Message.objects.count()) == ("announced", 0)
    cancel(meeting, officer, told=meetings.cancellation(meeting, REASON, on=ON).fingerprint)
    assert Message.objects.count() == 2


def test_nothing_of_it_can_be_changed_any_more(meeting, officer):
    item = add_item(meeting, officer)
    delegate = add_delegate(register(meeting, officer, "MEX"), officer)
    cancel(meeting, officer)
    meeting.venue_en = "Elsewhere"
    steps = [
        lambda: meetings.save(meeting=meeting, by=officer, on=ON),
        lambda: add_item(meeting, officer, "Another"),
        lambda: agenda.remove_item(item=item, reason="r", by=officer, on=ON),
        lambda: agenda_release.release(meeting=meeting, note={}, acknowledged=True, by=officer, on=ON),
        lambda: register(meeting, officer, "CUB"),
        lambda: delegations.withdraw(delegate=delegate, reason="r", by=officer, on=ON),
        lambda: participants.release(meeting=meeting, by=officer, on=ON),
    ]
    for step in steps:
        with pytest.raises(meetings.MeetingCancelled):
            step()
    with pytest.raises(meetings.NotAnnounced):
        meetings.open_(meeting=meeting, by=officer, on=ON)


def test_calendars_take_it_away(meeting, officer):
    before = calendar.calendar(meeting, [], address="https://portal.example/")
    cancel(meeting, officer)
    after = calendar.calendar(meeting, [], address="https://portal.example/")
    old, new = (next(iter(Calendar.from_ical(feed).walk("VEVENT"))) for feed in (before, after))
    assert (old["UID"], str(new["STATUS"])) == (new["UID"], "CANCELLED")
    assert new["SEQUENCE"] > old["SEQUENCE"]


class TestPages:
    BASE = "/en/meetings/rci-1-2002/"

    def send(self, browser, **changes):
        data = {f"reason_{code}": text for code, text in REASON.items()}
        page = browser.post(f"{self.BASE}cancel/", data)  # shows how the message reads with this reason
        data |= {"told": page.context["form"]["told"].value()}
        return browser.post(f"{self.BASE}cancel/", data | changes, follow=True)

    def test_the_page_shows_who_is_told_and_how_it_reads(self, meeting, officer, mexico, haiti, signed_in):
        page = signed_in(officer).get(f"{self.BASE}cancel/").text
        for words in ("2 people get a message", "mexico@example.org", "Spanish: 1 person"):
            assert words in page
        assert not Message.objects.exists()

    def test_cancelled_it_says_so_with_the_reason_in_the_readers_language(
        self, meeting, officer, mexico, signed_in, client
    ):
        assert self.send(signed_in(officer)).redirect_chain == [(self.BASE, 302)]
        page = client.get("/fr/meetings/rci-1-2002/").text
        assert "Un ouragan" in page
        assert "Cancelled" in client.get("/en/meetings/").text
        assert "Change</a>" not in signed_in(officer).get(self.BASE).text
        assert "First Meeting" not in client.get("/en/").text
        assert b"STATUS:CANCELLED" in client.get(f"{self.BASE}calendar.ics").content

    def test_a_press_that_did_not_show_the_list_tells_nobody(self, meeting, officer, mexico, signed_in):
        page = self.send(signed_in(officer), told="")
        assert "has changed since you opened this page" in page.text
        assert page.context["form"]["reason_fr"].value() == "Un ouragan"
        assert (Meeting.objects.get().state, Message.objects.count()) == ("announced", 0)

    def test_words_that_were_not_in_sight_are_not_sent(self, meeting, officer, mexico, signed_in):
        page = self.send(signed_in(officer), reason_es="Otra causa")
        assert "or how it reads, has changed" in page.text
        assert "Otra causa" in page.context["mailing"].parts[0][2].text
        assert (Meeting.objects.get().state, Message.objects.count()) == ("announced", 0)

    def test_without_a_reason_nothing_happens(self, meeting, officer, mexico, signed_in):
        page = self.send(signed_in(officer), reason_es="")
        assert "reason_es" in page.context["form"].errors
        assert Meeting.objects.get().state == "announced"

    def test_a_planned_one_is_not_asked_about(self, planned, officer, signed_in):
        assert signed_in(officer).get(f"{self.BASE}cancel/").url == self.BASE


def held_reminder(meeting, person) -> None:
    person.news = "weekly"
    person.save()
    due = notifications.meeting_opens(person, meeting, offset=-7)
    assert outbox.post(person, due.template, cause=due.cause, context=due.context).is_held


def test_a_reminder_that_waits_for_a_digest_is_withdrawn(meeting, officer, mexico):
    held_reminder(meeting, mexico)
    cancel(meeting, officer)
    assert [message.kind for message in Message.objects.all()] == ["meeting_cancelled"]


def test_a_date_that_moves_withdraws_it_too_and_other_changes_do_not(meeting, officer, mexico):
    held_reminder(meeting, mexico)
    meeting = Meeting.objects.get(pk=meeting.pk)
    meeting.venue_en = "Elsewhere"
    meetings.save(meeting=meeting, by=officer, on=ON)
    assert Message.objects.count() == 1
    meeting = Meeting.objects.get(pk=meeting.pk)
    meeting.closes_on += timedelta(days=1)
    meetings.save(meeting=meeting, by=officer, on=ON)
    assert not Message.objects.exists()
