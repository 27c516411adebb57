from datetime import date

import pytest
from icalendar import Calendar

from meetings.domain import checklist, checklist_template
from meetings.models import Meeting, MeetingTask, TemplateTask
from tests.meetings.conftest import ON
from tests.meetings.domain.test_checklist import add, move_opening
from tests.pdf_checks import assert_official_pdf, text_of

pytestmark = pytest.mark.django_db
BASE = "/en/meetings/rci-1-2002/"
LIST = f"{BASE}checklist/"


def form(**fields) -> dict:
    return {
        "authentic_language": "en",
        "part": "logistics",
        "side": "host",
        "offset": "-7",
        "title_en": "Badges",
    } | fields


def test_an_empty_checklist_begins_with_the_template(meeting, officer, signed_in):
    checklist_template.load()
    browser = signed_in(officer)
    assert "There is no checklist yet" in browser.get(LIST).text
    assert browser.post(f"{LIST}begin/").url == LIST
    page = browser.get(LIST)
    assert page.text.count('<tr id="task-') == 28
    assert "<svg" in page.text
    assert 'role="img" aria-label="0 of 28 tasks are done, 28 are overdue"' in page.text


def test_a_new_meeting_begins_with_it_where_that_is_asked_for(parties, officer, signed_in):
    from tests.meetings.views.test_meetings import form as meeting_form

    checklist_template.load()
    signed_in(officer).post("/en/meetings/new/", meeting_form(with_checklist="on"))
    signed_in(officer).post("/en/meetings/new/", meeting_form(code="bare"))
    counts = {one.code: one.tasks.count() for one in Meeting.objects.all()}
    assert counts == {"new-1": 28, "bare": 0}


def test_the_list_is_narrowed_by_state_owner_and_words(meeting, officer, mexico, signed_in):
    add(meeting, officer, "Late of Mexico", owner=mexico)
    add(meeting, officer, "Late of nobody", part="agenda")
    add(meeting, officer, "Ours", owner=officer, offset=9000)
    checklist.finish(task=add(meeting, officer, "Done"), by=officer, on=ON)
    browser = signed_in(officer)

    def shown(query) -> list[str]:
        return [task.title_en for task, _late in browser.get(f"{LIST}?{query}").context["rows"]]

    assert shown("") == ["Late of Mexico", "Late of nobody", "Done", "Ours"]
    assert shown("sort=part")[0] == "Late of nobody"
    assert shown("show=late") == ["Late of Mexico", "Late of nobody"]
    assert shown("show=todo&q=LATE") == ["Late of Mexico", "Late of nobody"]
    assert shown("show=done") == ["Done"]
    assert shown(f"who={mexico.pk}") == ["Late of Mexico"]
    assert shown("who=nobody") == ["Late of nobody"]
    assert len(shown("show=nonsense")) == 4
    assert "No task is found" in browser.get(f"{LIST}?q=zzz").text


def test_a_task_is_added_changed_and_keeps_what_was_typed(meeting, officer, signed_in):
    browser = signed_in(officer)
    response = browser.post(f"{LIST}new/", form(offset=""))
    assert response.context["form"].non_field_errors() == [str(checklist.NeitherOffsetNorDay())]
    assert response.context["form"]["title_en"].value() == "Badges"
    assert browser.post(f"{LIST}new/", form()).url == LIST
    task = MeetingTask.objects.get()
    assert (task.due_on, task.side) == (date(2002, 4, 4), "host")
    address = f"{LIST}{task.pk}/"
    fixed = form(offset="", fixed_on="2002-04-01", opened_version=task.version)
    assert browser.post(f"{address}edit/", fixed).url == address
    move_opening(meeting, officer, date(2002, 5, 1))
    assert MeetingTask.objects.get().due_on == date(2002, 4, 1)
    stale = browser.post(f"{address}edit/", fixed | {"title_en": "Mine"})
    assert ("Title (English)", "Badges", "Mine") in stale.context["form"].conflicts


def test_the_steps_are_plain_buttons_on_list_and_page(meeting, officer, signed_in):
    task, browser = add(meeting, officer), signed_in(officer)
    address = f"{LIST}{task.pk}/"
    assert browser.post(f"{address}start/", {"from": "list"}).url == LIST
    assert browser.post(f"{address}finish/").url == address
    assert "Done on" in browser.get(address).text
    assert browser.post(f"{address}reopen/", {"reason": ""}).status_code == 200
    assert browser.post(f"{address}reopen/", {"reason": "wrong badges"}).url == address
    assert browser.post(f"{address}drop/", {"reason": "no badges"}).url == address
    assert "no badges" in browser.get(address).text
    assert MeetingTask.objects.get().state == "dropped"


def test_an_owner_of_the_host_does_the_own_task_and_sees_no_other(meeting, officer, mexico, haiti, signed_in):
    own, other = add(meeting, officer, owner=mexico), add(meeting, officer, "Other")
    browser = signed_in(mexico)
    assert "It is done" in browser.get(f"{LIST}{own.pk}/").text
    assert browser.post(f"{LIST}{own.pk}/finish/").status_code == 302
    assert MeetingTask.objects.get(pk=own.pk).is_done
    refused = [browser.get(f"{LIST}{pk}") for pk in (f"{other.pk}/", f"{own.pk}/edit/", f"{own.pk}/drop/")]
    refused += [browser.get(LIST), signed_in(haiti).get(f"{LIST}{own.pk}/")]
    assert [response.status_code for response in refused] == [403] * 5


def test_only_the_secretariat_and_the_host_may_own(meeting, officer, approver, mexico, haiti, signed_in):
    field = signed_in(officer).get(f"{LIST}new/").context["form"].fields["owner"]
    assert set(field.queryset) == {officer, approver, mexico}


def test_the_list_takes_as_many_queries_for_many_tasks(meeting, officer, mexico, signed_in, query_budget):
    browser = signed_in(officer)

    def make(count):
        for number in range(count):
            add(meeting, officer, f"T{number}", owner=mexico, waits_for=meeting.tasks.first())

    query_budget(lambda: browser.get(LIST), make=make, sizes=(3, 30))


def test_the_pdf_says_it_all_in_the_three_languages(meeting, officer, signed_in):
    for title in ("Badges & plates", "Rooms"):
        add(meeting, officer, title)
    checklist.finish(task=meeting.tasks.first(), by=officer, on=ON)
    browser = signed_in(officer)
    for language, title in (("en", "Checklist"), ("es", ""), ("fr", "")):
        data = browser.get(f"/{language}/meetings/rci-1-2002/checklist.pdf").content
        assert_official_pdf(data, language=language)
        assert title in text_of(data)
        assert "Badges & plates" in text_of(data)


class TestImportantDates:
    def test_everybody_sees_the_public_ones_and_no_others(self, meeting, officer, client):
        add(meeting, officer, "Proposals reach the Secretariat", is_public=True, offset=-30)
        add(meeting, officer, "Inner matter")
        page = client.get(BASE)
        assert [str(one["title"]) for one in page.context["timeline"]] == [
            "Proposals reach the Secretariat",
            "Opening",
            "Closing",
        ]
        assert "Inner matter" not in page.text

    def test_calendars_follow_a_date_that_moves_and_one_that_is_dropped(self, meeting, officer, client):
        task = add(meeting, officer, "Proposals", is_public=True, offset=-30)
        add(meeting, officer, "Inner matter")
        found = [self.event(client)]
        move_opening(meeting, officer, date(2002, 5, 11))
        found.append(self.event(client))
        checklist.drop(task=task, reason="r", by=officer, on=ON)
        found.append(self.event(client))
        assert [event["DTSTART"].dt for event in found] == [date(2002, 3, 12), *[date(2002, 4, 11)] * 2]
        assert [str(event["STATUS"]) for event in found] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
        assert {str(event["UID"]) for event in found} == {f"rci-1-2002-date-{task.pk}@acs-cooperation-portal"}
        sequences = [event["SEQUENCE"] for event in found]
        assert sequences == sorted(set(sequences))

    def event(self, client):
        events = Calendar.from_ical(client.get(f"{BASE}calendar.ics").content).walk("VEVENT")
        (found,) = [event for event in events if "-date-" in event["UID"]]
        return found

    def test_an_empty_page_says_when_its_content_is_expected(self, meeting, officer, client):
        for place, page in enumerate(MeetingTask.Fills.values, start=1):
            add(meeting, officer, page, is_public=True, fills=page, offset=-place)
        for place, page in enumerate(MeetingTask.Fills.values, start=1):
            assert f"Expected by {11 - place} April 2002." in client.get(f"{BASE}{page}/").text
        checklist.drop(task=meeting.tasks.get(fills="agenda"), reason="r", by=officer, on=ON)
        assert "Expected by" not in client.get(f"{BASE}agenda/").text


def test_the_template_is_edited_on_its_pages(officer, signed_in, mexico):
    browser, base = signed_in(officer), "/en/meetings/checklist/"
    assert "The template is empty" in browser.get(base).text
    assert browser.post(f"{base}new/", form()).url == base
    row = TemplateTask.objects.get()
    edited = form(offset="-9", opened_version=row.version)
    assert browser.post(f"{base}{row.pk}/edit/", edited).url == base
    assert "T-9" in browser.get(base).text
    assert browser.post(f"{base}{row.pk}/remove/").url == base
    assert not TemplateTask.objects.exists()
    assert signed_in(mexico).get(base).status_code == 403


def test_the_link_to_take_part_is_for_members_and_observers(
    meeting, officer, mexico, sela, signed_in, client
):
    Meeting._base_manager.update(mode="virtual", link="https://video.example/room")
    shown = [
        "video.example" in browser.get(BASE).text for browser in (signed_in(mexico), signed_in(sela), client)
    ]
    assert shown == [True, True, False]
