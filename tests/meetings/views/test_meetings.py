from datetime import UTC, date, datetime

import pytest
from icalendar import Calendar

from meetings.domain import agenda, agenda_release, meetings, participants
from meetings.models import Decision, Meeting, Sitting
from network.models import Party
from tests.meetings.conftest import ON, WORDS, add_delegate, add_item, plan, register
from tests.meetings.domain.test_decisions import record
from tests.meetings.domain.test_sittings import MEMBERS, delegations, sit

HUB = "/en/meetings/rci-1-2002/"


def form(**fields):
    return {
        "code": "new-1",
        "host": Party.objects.get(code="CUB").pk,
        "opens_on": "2027-03-01",
        "closes_on": "2027-03-02",
        "time_zone": "America/Havana",
        "authentic_language": "es",
        "symbol_prefix": "ACS",
        "symbol_body": "X",
        "symbol_pattern": "{prefix}/{year}/{body}/{type}.{number:03}",
        "quorum_numerator": "1",
        "quorum_denominator": "2",
        "mode": "in_person",
        "working_languages": ["en", "es", "fr"],
        "adoption": "consensus",
        "majority_numerator": "1",
        "majority_denominator": "2",
        "majority_is_exceeded": "on",
        **WORDS,
    } | fields


def test_a_meeting_is_planned(parties, officer, signed_in):
    assert signed_in(officer).post("/en/meetings/new/", form()).url == "/en/meetings/new-1/"
    assert Meeting.objects.get().state == "planned"


def test_what_the_empty_form_offers_is_enough_for_the_rules_of_a_meeting(parties, officer, signed_in):
    browser = signed_in(officer)
    offered = {field.name: field.value() for field in browser.get("/en/meetings/new/").context["form"]}
    typed = ("code", "host", "opens_on", "closes_on", "time_zone", "symbol_body", *WORDS)
    data = {name: value for name, value in offered.items() if value not in (None, "", False)}
    assert browser.post("/en/meetings/new/", data | {name: form()[name] for name in typed}).status_code == 302
    assert Meeting.objects.get().working_languages == ["en", "es", "fr"]


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"closes_on": "2027-02-28"}, {"__all__": ["The meeting closes before it opens."]}),
        ({"opens_on": "2027-02-31"}, {"opens_on": ["Enter a valid date."]}),
        ({"quorum_numerator": "3"}, {"__all__": ["A quorum is a part of the whole, such as 1 of 2."]}),
        (
            {"quorum_numerator": "2", "quorum_is_exceeded": "on"},
            {"__all__": ["More than the whole can never be present."]},
        ),
        (
            {"code": "new"},
            {"code": ["A page of the portal has the address “new”. Choose another code."]},
        ),
        ({"title_es": ""}, {"title_es": ["Give this text in its original language (Español)."]}),
        (
            {"symbol_pattern": "{prefix}/{type}"},
            {"symbol_pattern": ["Without {number} two documents would have the same symbol."]},
        ),
        (
            {"time_zone": "Mars/Olympus"},
            {"time_zone": ["Select a valid choice. Mars/Olympus is not one of the available choices."]},
        ),
    ],
)
def test_a_faulty_meeting_is_refused_in_words(parties, officer, signed_in, fields, errors):
    response = signed_in(officer).post("/en/meetings/new/", form(**fields))
    assert response.context["form"].errors == errors
    assert not Meeting.objects.exists()


def test_sent_twice_it_is_planned_once(parties, officer, signed_in):
    browser = signed_in(officer)
    browser.post("/en/meetings/new/", form())
    response = browser.post("/en/meetings/new/", form())
    assert response.context["form"].errors == {"code": ["Meeting with this Code already exists."]}


def test_the_code_stays_when_a_meeting_is_changed(meeting, officer, signed_in):
    data = form(code="other", opened_version=meeting.version)
    assert signed_in(officer).post(f"{HUB}edit/", data).url == HUB
    changed = Meeting.objects.get()
    assert (changed.code, changed.opens_on) == ("rci-1-2002", date(2027, 3, 1))


def test_a_stale_form_of_a_meeting_is_refused(meeting, officer, signed_in):
    data = form(opened_version=meeting.version - 1)
    response = signed_in(officer).post(f"{HUB}edit/", data)
    assert ("Body in symbols", "RCI.I", "X") in response.context["form"].conflicts


def test_a_change_that_the_record_forbids_is_refused_and_stays_typed(in_session, officer, signed_in):
    sit(in_session, officer)
    data = form(opened_version=in_session.version, title_en="Mine")
    response = signed_in(officer).post(f"{HUB}edit/", data)
    assert response.context["form"].non_field_errors() == [
        "Sittings have been recorded, so this stays as it was: time zone"
    ]
    assert response.context["form"]["title_en"].value() == "Mine"
    assert Meeting.objects.get().title_en != "Mine"


def test_a_closed_meeting_is_not_offered_to_be_changed(closed, officer, signed_in):
    browser = signed_in(officer)
    response = browser.get(f"{HUB}edit/", follow=True)
    assert response.redirect_chain[-1][0] == HUB
    assert [str(message) for message in response.context["messages"]] == [
        "The meeting is closed. Its record stands as it is."
    ]
    assert f"{HUB}edit/" not in browser.get(HUB).content.decode()
    response = browser.post(f"{HUB}edit/", form(opened_version=closed.version))
    assert response.context["form"].non_field_errors() == [
        "The meeting is closed. Its record stands as it is."
    ]


def test_the_next_step_of_the_secretariat_is_said_from_planning_to_the_close(planned, officer, signed_in):
    browser, seen = signed_in(officer), []

    def look() -> None:
        step = browser.get(HUB).context["next_step"]
        seen.append(step and step.action)

    look()
    meetings.announce(meeting=planned, by=officer, on=ON)
    look()
    add_item(planned, officer)
    look()
    agenda_release.release(meeting=planned, note={}, acknowledged=True, by=officer, on=ON)
    look()
    (mexicans,) = delegations(planned, officer, "MEX")
    look()
    meetings.open_(meeting=planned, by=officer, on=ON)
    look()
    sit(planned, officer, [mexicans])
    look()
    meetings.close(meeting=planned, by=officer, on=ON)
    look()
    assert seen == [
        "Announce",
        "Write the agenda",
        "Release the agenda",
        "Register a delegation",
        "Open the meeting",
        "Record a sitting",
        "Close the meeting",
        None,
    ]


def test_a_meeting_to_come_with_all_prepared_only_has_to_come(meeting, officer, signed_in):
    Meeting._base_manager.update(opens_on=date(2099, 1, 1), closes_on=date(2099, 1, 2))
    add_item(meeting, officer)
    agenda_release.release(meeting=meeting, note={}, acknowledged=True, by=officer, on=ON)
    register(meeting, officer, "MEX")
    assert signed_in(officer).get(HUB).context["next_step"] is None


def test_a_meeting_without_all_its_words_is_completed_first(parties, officer, signed_in):
    plan(officer, title_fr="")
    assert signed_in(officer).get(HUB).context["next_step"].action == "Change the meeting"


def test_the_next_step_is_for_the_secretariat(meeting, mexico, client, signed_in):
    assert [browser.get(HUB).context["next_step"] for browser in (client, signed_in(mexico))] == [None, None]


def test_the_states_are_gone_through_by_the_confirm_pages(planned, officer, signed_in, client):
    browser = signed_in(officer)
    assert client.get(HUB).status_code == 404
    for step, state in (("announce", "announced"), ("open", "in_session"), ("close", "closed")):
        assert browser.get(f"{HUB}{step}/").status_code == 200
        assert Meeting.objects.get().state != state
        assert browser.post(f"{HUB}{step}/").url == HUB
        assert Meeting.objects.get().state == state
    assert client.get(HUB).status_code == 200


def test_a_step_pressed_twice_says_why_not(meeting, officer, signed_in):
    response = signed_in(officer).post(f"{HUB}announce/", follow=True)
    assert [str(message) for message in response.context["messages"]] == [
        "The meeting has already been announced."
    ]


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_the_calendar_speaks_the_language_of_the_address(meeting, client, language):
    response = client.get(f"/{language}/meetings/rci-1-2002/calendar.ics")
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    (event,) = Calendar.from_ical(response.content).walk("VEVENT")
    assert event["SUMMARY"] == WORDS[f"title_{language}"]
    assert event["URL"] == f"http://testserver/{language}/meetings/rci-1-2002/"


class TestSittingsAndDecisions:
    def test_the_hours_are_those_of_the_place(self, in_session, officer, signed_in, client):
        (mexicans,) = delegations(in_session, officer, "MEX")
        data = {
            "number": "1",
            "starts_at": "2002-04-11T20:00",
            "ends_at": "2002-04-11T22:00",
            "present": [mexicans.pk],
        }
        assert signed_in(officer).post(f"{HUB}sittings/new/", data).url == HUB
        assert Sitting.objects.get().starts_at.isoformat() == "2002-04-12T01:00:00+00:00"
        assert ">20:00</time>" in client.get(HUB).content.decode()

    def test_a_delegation_without_delegates_is_not_offered_as_present(self, in_session, officer, signed_in):
        mexicans = delegations(in_session, officer, "MEX")
        register(in_session, officer, "CUB")
        offered = signed_in(officer).get(f"{HUB}sittings/new/").context["form"].fields["present"].queryset
        assert list(offered) == mexicans

    def test_a_decision_says_the_number_and_title_that_readers_knew(
        self, in_session, officer, signed_in, client
    ):
        sitting = sit(in_session, officer, delegations(in_session, officer, *MEMBERS))
        add_item(in_session, officer, "Opening")
        item = add_item(in_session, officer, "Plan")
        agenda_release.release(meeting=in_session, note={}, acknowledged=True, by=officer, on=ON)
        item.title_en = "Working copy"
        agenda.save_item(item=item, by=officer, on=ON)
        agenda.move_up(item=item, by=officer, on=ON)
        browser = signed_in(officer)
        choices = browser.get(f"{HUB}decisions/new/").context["form"]["agenda_item"]
        assert "2 Plan" in str(choices)
        browser.post(f"{HUB}decisions/new/", self.decision(sitting, agenda_item=item.pk))
        page = client.get(f"{HUB}decisions/").content.decode()
        assert "<dd>2 Plan</dd>" in page
        assert "Working copy" not in page

    def test_an_hour_that_the_clock_skips_is_refused(self, parties, officer, signed_in):
        plan(officer, code="h", time_zone="America/Havana", opens_on=date(2026, 3, 8),
             closes_on=date(2026, 3, 8), state="in_session")  # fmt: skip
        data = {"number": "1", "starts_at": "2026-03-08T00:30", "ends_at": "2026-03-08T03:00"}
        response = signed_in(officer).post("/en/meetings/h/sittings/new/", data)
        assert list(response.context["form"].errors) == ["starts_at"]

    def decision(self, sitting, **fields):
        return {
            "sitting": sitting.pk,
            "mode": "consensus",
            "decided_on": "2002-04-11",
            "authentic_language": "es",
            "title_es": "Plan",
            "text_es": "Se aprueba.",
        } | fields

    def test_a_decision_is_recorded_with_its_arithmetic(self, in_session, officer, signed_in, client):
        sitting = sit(in_session, officer, delegations(in_session, officer, *MEMBERS))
        item = add_item(in_session, officer)
        data = self.decision(sitting, agenda_item=item.pk)
        assert signed_in(officer).post(f"{HUB}decisions/new/", data).url == f"{HUB}decisions/"
        page = client.get(f"{HUB}decisions/").content.decode()
        assert "13 of 25 Member States were present; 13 were needed." in page
        assert "Se aprueba." in page

    def test_without_quorum_the_form_says_the_arithmetic(self, in_session, officer, signed_in):
        sitting = sit(in_session, officer, delegations(in_session, officer, "MEX", "ABW"))
        response = signed_in(officer).post(f"{HUB}decisions/new/", self.decision(sitting))
        assert response.context["form"].non_field_errors() == [
            "There is no quorum in this sitting: 1 of 25 member states are present, "
            "13 are needed (1 of 2 parts)."
        ]
        assert response.context["form"]["text_es"].value() == "Se aprueba."
        assert not Decision.objects.exists()


class TestDocuments:
    def test_everything_issued_is_listed_with_its_hash(
        self, meeting, officer, client, django_capture_on_commit_callbacks
    ):
        add_item(meeting, officer)
        add_delegate(register(meeting, officer, "MEX"), officer)
        with django_capture_on_commit_callbacks(execute=True):
            first = agenda_release.release(meeting=meeting, note={}, acknowledged=True, by=officer, on=ON)
            second = participants.release(meeting=meeting, by=officer, on=ON)
        response = client.get(f"{HUB}documents/")
        listed = [(entry.release.symbol, entry.name) for entry in response.context["entries"]]
        assert listed == [
            ("ACS/2002/RCI.I/INF.001", "List of participants"),
            ("ACS/2002/RCI.I/WP.001", "Provisional agenda"),
        ]
        page = response.content.decode()
        assert f"/verify/{first.sha256}/" in page
        assert f"/verify/{second.sha256}/" in page
        assert 'href="/fr/meetings/rci-1-2002/agenda/1.pdf"' in page

    def test_the_list_of_participants_is_offered_to_members_only(
        self, meeting, officer, mexico, client, signed_in, django_capture_on_commit_callbacks
    ):
        add_delegate(register(meeting, officer, "MEX"), officer)
        with django_capture_on_commit_callbacks(execute=True):
            participants.release(meeting=meeting, by=officer, on=ON)
        link = 'href="/fr/meetings/rci-1-2002/participants/1.pdf"'
        assert link not in client.get(f"{HUB}documents/").content.decode()
        assert link in signed_in(mexico).get(f"{HUB}documents/").content.decode()

    def test_a_document_is_listed_under_the_date_it_bears(self, meeting, officer, signed_in):
        officer.time_zone = "Pacific/Auckland"
        officer.save()
        add_item(meeting, officer)
        evening = datetime(2002, 3, 2, 3, tzinfo=UTC)  # of 1 March in Mexico City
        agenda_release.release(meeting=meeting, note={}, acknowledged=True, by=officer, on=evening)
        browser = signed_in(officer)
        for path in ("documents/", ""):
            assert (
                '<time datetime="2002-03-01">1 March 2002</time>' in browser.get(HUB + path).content.decode()
            )

    def test_nothing_issued_says_what_comes_first(self, meeting, client):
        assert "Nothing has been issued yet" in client.get(f"{HUB}documents/").content.decode()


class TestBudget:
    def test_the_list(self, parties, officer, signed_in, query_budget):
        browser = signed_in(officer)

        def make(count):
            start = Meeting.objects.count()
            for number in range(start, start + count):
                plan(officer, code=f"m-{number}")

        query_budget(lambda: browser.get("/en/meetings/"), make=make)

    @pytest.mark.parametrize("path", ["", "documents/", "decisions/"])
    def test_the_pages_of_a_meeting(self, in_session, officer, signed_in, query_budget, path):
        browser = signed_in(officer)
        present = delegations(in_session, officer, *MEMBERS)

        def make(count):
            start = Sitting.objects.count()
            for number in range(start + 1, start + count + 1):
                record(sit(in_session, officer, present, number=number), officer)
                add_item(in_session, officer, f"Item {number}")
                agenda_release.release(meeting=in_session, note={}, acknowledged=True, by=officer, on=ON)

        query_budget(lambda: browser.get(f"{HUB}{path}"), make=make, sizes=(2, 12))
