"""Every state of a meeting against every verb: what it becomes, or which rule refuses it."""

from datetime import date

import pytest
from icalendar import Calendar

from acs_portal.kernel.models import Act, Message
from meetings.domain import calendar, meetings, postponing, states
from meetings.models import Meeting
from tests.cast import change
from tests.meetings.conftest import ON, add_item, register, release
from tests.meetings.domain.test_sittings import sit

pytestmark = pytest.mark.django_db
WHY = {"en": "A hurricane", "es": "Un huracán", "fr": "Un ouragan"}
DATES = {"opens_on": date(2002, 6, 11), "closes_on": date(2002, 6, 12)}
M, S, P = meetings, states, postponing

# the verb, what it takes besides, from which states it leads where, and what refuses it elsewhere
VERBS = {
    M.announce: ({}, {"planned": "announced"}, M.AlreadyAnnounced),
    S.withdraw_announcement: ({"reason": "r"}, {"announced": "planned"}, S.NotJustAnnounced),
    S.open_registration: ({}, {"announced": "registration"}, S.RegistrationNotToOpen),
    S.close_registration: ({"reason": "r"}, {"registration": "announced"}, S.RegistrationNotOpen),
    M.open_: ({}, dict.fromkeys(("announced", "registration"), "in_session"), M.NotAnnounced),
    S.take_back_opening: ({"reason": "r"}, {"in_session": "announced"}, M.NotInSession),
    S.adjourn: ({}, {"in_session": "drafting"}, M.NotInSession),
    S.take_back_adjournment: ({"reason": "r"}, {"drafting": "in_session"}, S.NotDrafting),
    M.close: ({}, dict.fromkeys(("in_session", "drafting"), "closed"), M.NotInSession),
    S.reopen: ({"reason": "r"}, {"closed": "drafting"}, S.NotClosed),
    S.archive: ({}, {"closed": "archived"}, S.NotClosed),
    S.unarchive: ({"reason": "r"}, {"archived": "closed"}, S.NotArchived),
    P.postpone: ({"reason": WHY}, dict.fromkeys(("announced", "registration"), "postponed"), P.NotToPostpone),
    P.resume: (
        {"reason": "r", **DATES},
        dict.fromkeys(("postponed", "cancelled"), "announced"),
        P.NotPutOff,
    ),
    M.cancel: (
        {"reason": WHY},
        dict.fromkeys(("announced", "registration", "postponed"), "cancelled"),
        M.NotToCancel,
    ),
}
# what stands is said before whether the step would fit
STANDS = {"closed": M.MeetingClosed, "archived": M.MeetingClosed, "cancelled": M.MeetingCancelled}


def put(meeting, state) -> Meeting:
    """The meeting in a state, past every rule."""
    words = {f"{name}_because_{code}": "" for name in ("cancelled", "postponed") for code in WHY}
    if state in ("cancelled", "postponed"):
        words |= {f"{state}_because_{code}": text for code, text in WHY.items()}
    dates = {"opens_on": date(2002, 4, 11), "closes_on": date(2002, 4, 12)}
    change(Meeting.objects.filter(pk=meeting.pk), state=state, **words, **dates)
    return Meeting.objects.get(pk=meeting.pk)


def test_each_verb_leads_from_its_states_and_is_refused_in_all_others(planned, officer):
    wrong = []
    for state in Meeting.State.values:
        for verb, (values, leads, refusal) in VERBS.items():
            meeting = put(planned, state)
            try:
                verb(meeting=meeting, by=officer, on=ON, **values)
                got = Meeting.objects.get(pk=meeting.pk).state
            except Exception as broken:
                got = type(broken)
            expected = leads.get(state, refusal)
            if verb in (M.cancel, P.postpone) and state not in leads:
                expected = STANDS.get(state, refusal)
            if got != expected:
                wrong.append((state, verb.__name__, got, expected))
    assert wrong == []


def test_each_state_says_what_it_means():
    assert set(states.EXPLAINED) == set(Meeting.State)


def test_every_step_back_needs_a_reason_and_the_register_keeps_it(planned, officer):
    for verb, (values, leads, _refusal) in VERBS.items():
        if values != {"reason": "r"}:
            continue
        state = next(iter(leads))
        with pytest.raises(meetings.ReasonMissing):
            verb(meeting=put(planned, state), reason="  ", by=officer, on=ON)
        verb(meeting=put(planned, state), reason=" too early ", by=officer, on=ON)
        act = Act.objects.order_by("-id").first()
        assert (act.before, act.after, act.reason) == (
            {"state": state},
            {"state": leads[state]},
            "too early",
        )


def test_an_announcement_on_which_people_count_is_not_withdrawn(meeting, officer):
    register(meeting, officer, "CUB")
    with pytest.raises(states.AnnouncementStands):
        states.withdraw_announcement(meeting=meeting, reason="r", by=officer, on=ON)


def test_an_opening_after_which_a_sitting_was_held_stands(in_session, officer):
    sit(in_session, officer)
    with pytest.raises(states.SittingsStand):
        states.take_back_opening(meeting=in_session, reason="r", by=officer, on=ON)


def test_while_the_report_is_drafted_the_lists_are_corrected_and_nothing_more_is_held(in_session, officer):
    sit(in_session, officer)
    states.adjourn(meeting=in_session, by=officer, on=ON)
    add_item(in_session, officer, "Forgotten")
    register(in_session, officer, "CUB")
    with pytest.raises(meetings.NotInSession):
        sit(in_session, officer, number=2)


class TestPutOff:
    def test_everybody_who_was_told_is_told_of_both_steps_each_time(self, meeting, officer, mexico, haiti):
        for round_ in (1, 2):
            meeting.refresh_from_db()
            postponing.postpone(meeting=meeting, reason=WHY, by=officer, on=ON)
            postponing.resume(meeting=meeting, reason="r", by=officer, on=ON, **DATES)
            told = Message.objects.filter(to=haiti).values_list("kind", flat=True)
            assert sorted(told) == ["meeting_postponed"] * round_ + ["meeting_resumed"] * round_
        texts = Message.objects.filter(to=mexico).order_by("pk").values_list("text", flat=True)
        assert "Un huracán" in texts[0]
        assert "junio de 2002" in texts[1]

    def test_the_new_dates_are_in_the_register_and_the_reasons_gone_from_the_page(self, meeting, officer):
        postponing.postpone(meeting=meeting, reason=WHY, by=officer, on=ON)
        postponing.resume(meeting=meeting, reason="The storm is over", by=officer, on=ON, **DATES)
        meeting.refresh_from_db()
        act = Act.objects.get(did="meeting.resume")
        assert (act.after["opens_on"], act.after["state"]) == ("2002-06-11", "announced")
        assert (meeting.postponed_because, meeting.opens_on) == ("", DATES["opens_on"])

    def test_the_calendar_takes_it_away_and_brings_it_back(self, meeting, officer):
        events = [self.event(meeting)]
        postponing.postpone(meeting=meeting, reason=WHY, by=officer, on=ON)
        events.append(self.event(meeting))
        postponing.resume(meeting=meeting, reason="r", by=officer, on=ON, **DATES)
        events.append(self.event(meeting))
        assert [str(event["STATUS"]) for event in events] == ["CONFIRMED", "CANCELLED", "CONFIRMED"]
        assert len({event["UID"] for event in events}) == 1
        sequences = [event["SEQUENCE"] for event in events]
        assert sequences == sorted(set(sequences))
        assert events[2]["DTSTART"].dt == DATES["opens_on"]

    def event(self, meeting):
        meeting.refresh_from_db()
        feed = calendar.calendar(meeting, [], address="https://portal.example/")
        return next(iter(Calendar.from_ical(feed).walk("VEVENT")))

    def test_its_dates_are_not_changed_without_telling_anybody_and_the_rest_is(self, meeting, officer):
        postponing.postpone(meeting=meeting, reason=WHY, by=officer, on=ON)
        meeting.refresh_from_db()
        meeting.venue_en = "Elsewhere"
        meetings.save(meeting=meeting, by=officer, on=ON)
        meeting.closes_on = date(2002, 4, 13)
        with pytest.raises(meetings.DatesPutOff):
            meetings.save(meeting=meeting, by=officer, on=ON)

    def test_dates_that_run_backwards_are_refused(self, meeting, officer):
        postponing.postpone(meeting=meeting, reason=WHY, by=officer, on=ON)
        with pytest.raises(postponing.ClosesBeforeItOpens):
            postponing.resume(
                meeting=meeting,
                reason="r",
                by=officer,
                on=ON,
                opens_on=date(2002, 6, 2),
                closes_on=date(2002, 6, 1),
            )

    def test_it_is_on_the_list_of_the_next_ones_and_not_on_the_home_page(self, meeting, officer, client):
        postponing.postpone(meeting=meeting, reason=WHY, by=officer, on=ON)
        page = client.get("/en/meetings/")
        assert [one.code for one in page.context["coming"]] == ["rci-1-2002"]
        assert "rci-1-2002" not in client.get("/en/").text
        hub = client.get("/fr/meetings/rci-1-2002/").text
        assert "Un ouragan" in hub


def test_the_pages_go_through_all_states_and_back(planned, officer, signed_in):
    browser, base = signed_in(officer), "/en/meetings/rci-1-2002/"

    def press(path, **data) -> str:
        assert browser.get(f"{base}{path}").status_code == 200
        assert browser.post(f"{base}{path}", data).status_code == 302
        return Meeting.objects.get().state

    why = {"reason": "r"}
    assert press("announce/") == "announced"
    assert press("announce/withdraw/", **why) == "planned"
    assert press("announce/") == "announced"
    assert press("registration/open/") == "registration"
    assert press("registration/close/", **why) == "announced"
    assert press("open/") == "in_session"
    assert press("open/withdraw/", **why) == "announced"
    assert press("open/") == "in_session"
    assert press("adjourn/") == "drafting"
    assert press("adjourn/withdraw/", **why) == "in_session"
    assert press("adjourn/") == "drafting"
    assert press("close/") == "closed"
    assert press("reopen/", **why) == "drafting"
    assert press("close/") == "closed"
    assert press("archive/") == "archived"
    assert browser.post(f"{base}edit/", {"opened_version": 1}).status_code == 200
    assert press("archive/withdraw/", **why) == "closed"


def test_postponing_shows_who_is_told_and_the_new_dates_are_in_the_message_before_it_goes(
    meeting, officer, mexico, signed_in
):
    browser, base = signed_in(officer), "/en/meetings/rci-1-2002/"
    data = {f"reason_{code}": text for code, text in WHY.items()}
    page = browser.post(f"{base}postpone/", data)
    assert "1 person gets a message" in page.text
    browser.post(f"{base}postpone/", data | {"told": page.context["form"]["told"].value()})
    assert Meeting.objects.get().state == "postponed"
    dates = {"opens_on": "2002-06-11", "closes_on": "2002-06-12", "reason": "over"}
    page = browser.post(f"{base}resume/", dates)
    assert "junio de 2002" in page.context["mailing"].parts[0][2].text
    assert Meeting.objects.get().state == "postponed"
    browser.post(f"{base}resume/", dates | {"told": page.context["form"]["told"].value()})
    assert (Meeting.objects.get().state, Meeting.objects.get().opens_on) == ("announced", date(2002, 6, 11))


def test_an_agenda_is_still_released_while_registration_is_open(meeting, officer):
    states.open_registration(meeting=meeting, by=officer, on=ON)
    add_item(meeting, officer)
    assert release(meeting, officer).number == 1
