from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.utils import timezone

from acs_portal.kernel import acts, issuing, kinds, releases, shown
from acs_portal.kernel.models import IssuedDocument, Message, Stale
from acs_portal.kernel.pdf import pdf
from meetings import pdf as documents
from meetings.domain import agenda, decisions, meetings, sittings
from meetings.models import AgendaItem
from network.models import Designation
from tests.cast import change
from tests.meetings.conftest import ON, add_item, plan, words
from tests.meetings.domain.test_sittings import delegations
from tests.pdf_checks import assert_official_pdf, pages_of

LATER = datetime(2002, 3, 20, 15, 0, tzinfo=UTC)


def numbers(meeting) -> list[tuple[str, str]]:
    return [(node.number, node.text("title").value) for node in list(agenda.tree(meeting).walk())[1:]]


def release(meeting, officer, on=ON, **fields):
    return agenda.release(meeting=meeting, by=officer, on=on, **({"note": {}, "acknowledged": True} | fields))


@pytest.fixture
def three(meeting, officer):
    """Opening; Network with two items under it, one with two of its own; Plan."""
    add_item(meeting, officer, "Opening")
    network = add_item(meeting, officer, "Network")
    add_item(meeting, officer, "Terms", network)
    directory = add_item(meeting, officer, "Directory", network)
    add_item(meeting, officer, "Dates", directory)
    add_item(meeting, officer, "Persons", directory)
    add_item(meeting, officer, "Plan", annotation=words("See the draft."))
    return meeting


def item(title) -> AgendaItem:
    return AgendaItem.objects.get(title_en=title)


class TestNumbers:
    def test_follow_from_the_places_in_the_tree(self, three):
        assert numbers(three) == [
            ("1", "Opening"),
            ("2", "Network"),
            ("2.1", "Terms"),
            ("2.2", "Directory"),
            ("2.2 a)", "Dates"),
            ("2.2 b)", "Persons"),
            ("3", "Plan"),
        ]

    def test_letters_go_on_after_z(self):
        places = (1, 26, 27, 52, 53)
        assert [agenda.number_of("1.1", place, 3) for place in places] == [
            "1.1 a)",
            "1.1 z)",
            "1.1 aa)",
            "1.1 az)",
            "1.1 ba)",
        ]

    def test_a_fourth_level_is_refused(self, three, officer):
        with pytest.raises(agenda.TooDeep):
            add_item(three, officer, "Deeper", item("Dates"))

    def test_the_identity_of_an_item_outlives_its_number(self, three, officer):
        before = {node.text("title").value: node.id for node in agenda.tree(three).walk()}
        agenda.move_up(item=item("Plan"), by=officer, on=ON)
        assert {node.text("title").value: node.id for node in agenda.tree(three).walk()} == before


class TestMoving:
    def test_up_takes_the_items_under_it_along(self, three, officer):
        agenda.move_up(item=item("Network"), by=officer, on=ON)
        assert numbers(three)[:4] == [
            ("1", "Network"),
            ("1.1", "Terms"),
            ("1.2", "Directory"),
            ("1.2 a)", "Dates"),
        ]

    def test_down_and_up_again_is_the_same_agenda(self, three, officer):
        before = releases.canonical(agenda.tree(three))
        agenda.move_down(item=item("Terms"), by=officer, on=ON)
        assert releases.canonical(agenda.tree(three)) != before
        agenda.move_up(item=item("Terms"), by=officer, on=ON)
        assert releases.canonical(agenda.tree(three)) == before

    def test_stops_at_both_ends_of_a_level(self, three, officer):
        with pytest.raises(agenda.AlreadyFirst):
            agenda.move_up(item=item("Terms"), by=officer, on=ON)
        with pytest.raises(agenda.AlreadyLast):
            agenda.move_down(item=item("Directory"), by=officer, on=ON)

    def test_works_after_a_removal_left_a_gap(self, three, officer):
        agenda.remove_item(item=item("Opening"), reason="Done", by=officer, on=ON)
        agenda.move_up(item=item("Plan"), by=officer, on=ON)
        assert numbers(three)[0] == ("1", "Plan")

    def test_holds_against_a_save_of_what_was_read_before(self, three, officer):
        read_before = item("Plan")
        agenda.move_up(item=item("Plan"), by=officer, on=ON)
        read_before.title_en = "Action plan"
        with pytest.raises(Stale):
            agenda.save_item(item=read_before, by=officer, on=ON)
        assert [title for _number, title in numbers(three)][:3] == ["Opening", "Plan", "Network"]

    def test_is_the_only_way_to_another_place(self, three, officer):
        here, places = item("Plan"), list(AgendaItem.objects.values_list("pk", "parent", "position"))
        here.position, here.parent = 0, item("Opening")
        here.title_en = "Action plan"
        agenda.save_item(item=here, by=officer, on=ON)
        assert list(AgendaItem.objects.values_list("pk", "parent", "position")) == places
        assert acts.history(here)[0].after == {"title_en": "Action plan"}

    def test_leaves_no_two_items_on_one_place(self, three, officer):
        for title in ("Plan", "Plan", "Opening"):
            agenda.move_up(item=item(title), by=officer, on=ON)
        first_level = AgendaItem.objects.filter(parent=None)
        assert sorted(first_level.values_list("position", flat=True)) == [1, 2, 3]

    def test_is_recorded(self, three, officer):
        agenda.move_up(item=item("Plan"), by=officer, on=ON)
        act = acts.history(item("Plan"))[0]
        assert (act.did, act.before, act.after) == ("agenda.move", {"place": 3}, {"place": 2})


class TestEditing:
    def test_a_saved_item_carries_its_words_into_the_register(self, three, officer):
        plan = item("Plan")
        plan.title_en = "Action plan"
        agenda.save_item(item=plan, by=officer, on=ON)
        act = acts.history(plan)[0]
        assert (act.before, act.after) == ({"title_en": "Plan"}, {"title_en": "Action plan"})

    def test_a_stale_item_is_not_saved(self, three, officer):
        mine, theirs = item("Plan"), item("Plan")
        theirs.title_fr = "Le plan"
        agenda.save_item(item=theirs, by=officer, on=ON)
        mine.title_fr = "Mon plan"
        with pytest.raises(Stale):
            agenda.save_item(item=mine, by=officer, on=ON)

    def test_what_somebody_removed_meanwhile_is_said_to_be_gone(self, three, officer):
        gone, by = item("Plan"), {"by": officer, "on": ON}
        agenda.remove_item(item=item("Plan"), reason="Postponed", **by)
        gone.title_en = "Action plan"
        for step in (
            lambda: agenda.save_item(item=gone, **by),
            lambda: agenda.move_up(item=gone, **by),
            lambda: agenda.move_down(item=gone, **by),
            lambda: agenda.remove_item(item=gone, reason="Again", **by),
        ):
            with pytest.raises(agenda.ItemGone):
                step()
        assert [act.did for act in acts.history(gone)] == ["agenda.remove", "agenda.add"]

    def test_added_twice_by_one_form_it_is_one_item(self, meeting, officer):
        uid = uuid4()
        first, second = (add_item(meeting, officer, "Opening", uid=uid) for _press in range(2))
        assert (first.pk, first.uid) == (second.pk, uid)
        assert [act.did for act in acts.history(first)] == ["agenda.add"]

    def test_another_text_under_the_id_of_the_form_is_another_item(self, meeting, officer):
        uid = uuid4()
        add_item(meeting, officer, "Opening", uid=uid)
        add_item(meeting, officer, "Plan", uid=uid)
        add_item(plan(officer, code="other"), officer, "Opening", uid=uid)
        assert AgendaItem.objects.count() == AgendaItem.objects.values("uid").distinct().count() == 3

    def test_removing_asks_for_a_reason(self, three, officer):
        with pytest.raises(agenda.ReasonMissing):
            agenda.remove_item(item=item("Plan"), reason="  ", by=officer, on=ON)

    def test_an_item_with_items_under_it_is_not_removed(self, three, officer):
        with pytest.raises(agenda.HasChildren):
            agenda.remove_item(item=item("Network"), reason="No", by=officer, on=ON)

    def test_a_removed_item_leaves_its_words_in_the_register(self, three, officer):
        plan = item("Plan")
        agenda.remove_item(item=plan, reason="Postponed", by=officer, on=ON)
        act = acts.Act.objects.first()
        assert (act.did, act.reason, act.before["title_es"]) == ("agenda.remove", "Postponed", "Plan (es)")

    def test_an_item_that_was_decided_upon_stays(self, three, officer):
        three.quorum_numerator, three.quorum_denominator = 1, 1000
        meetings.save(meeting=three, by=officer, on=ON)
        meetings.open_(meeting=three, by=officer, on=ON)
        sitting = sittings.open_sitting(
            meeting=three,
            number=1,
            starts_at=datetime(2002, 4, 11, 15, tzinfo=UTC),
            ends_at=datetime(2002, 4, 11, 18, tzinfo=UTC),
            present=delegations(three, officer, "MEX"),
            by=officer,
            on=ON,
        )
        decisions.record(
            sitting=sitting,
            agenda_item=item("Plan"),
            title=words("Adopted"),
            text=words("Adopted."),
            mode="consensus",
            authentic_language="es",
            decided_on=date(2002, 4, 11),
            by=officer,
            on=ON,
        )
        with pytest.raises(agenda.HasDecision):
            agenda.remove_item(item=item("Plan"), reason="No", by=officer, on=ON)

    def test_nothing_changes_once_the_meeting_is_closed(self, closed, officer):
        with pytest.raises(meetings.MeetingClosed):
            add_item(closed, officer)
        with pytest.raises(meetings.MeetingClosed):
            release(closed, officer)


class TestWarnings:
    def test_name_what_a_release_would_go_out_with(self, meeting, officer):
        add_item(meeting, officer, "Opening")
        add_item(meeting, officer, {"es": "Plan", "en": "Plan"}, minutes=None)
        found = agenda.warnings(meeting)
        assert [(one.number, one.language, one.problem) for one in found.findings] == [("2", "fr", "missing")]
        assert found.blocking == []
        assert [node.number for node in found.untimed] == ["2"]

    def test_there_are_none_when_all_is_there(self, three):
        assert not agenda.warnings(three)

    def test_an_item_with_items_under_it_needs_no_time_of_its_own(self, meeting, officer):
        above = add_item(meeting, officer, "Network", minutes=None)
        add_item(meeting, officer, "Terms", above)
        assert not agenda.warnings(meeting)

    def test_are_acknowledged_before_the_release(self, meeting, officer):
        add_item(meeting, officer, {"es": "Plan"})
        with pytest.raises(agenda.NotAcknowledged):
            release(meeting, officer, acknowledged=False)
        assert release(meeting, officer).number == 1


class TestMinutes:
    @pytest.mark.parametrize(
        ("own", "below", "total"),
        [
            (60, (20, 30), 50),
            (None, (20, 30), 50),
            (60, (None, None), 60),
            (60, (20, None), 20),
            (0, (0, 0), 0),
        ],
    )
    def test_of_an_item_count_where_those_under_it_have_none(self, meeting, officer, own, below, total):
        above = add_item(meeting, officer, "Network", minutes=own)
        for minutes in below:
            add_item(meeting, officer, "Terms", above, minutes=minutes)
        tree = agenda.tree(meeting)
        assert agenda.total_minutes(tree) == total
        assert tree.children[0].facts["minutes"] == own

    def test_of_the_third_level_count_in_the_place_of_those_of_the_first(self, three, officer):
        assert agenda.total_minutes(agenda.tree(three)) == 30 + (30 + (30 + 30)) + 30


class TestRelease:
    def test_of_a_text_that_nobody_has_seen_is_refused(self, three, officer):
        seen = agenda.fingerprint(agenda.tree(three))
        add_item(three, officer, "Late")
        with pytest.raises(releases.SeenIsOld):
            release(three, officer, seen=seen)
        assert three.symbols.count() == 0
        assert release(three, officer, seen=agenda.fingerprint(agenda.tree(three))).number == 1

    @pytest.mark.parametrize("presser", ["UTC", "Pacific/Auckland", "America/Los_Angeles"])
    def test_is_dated_by_the_day_at_the_place_of_the_meeting(self, three, officer, presser):
        made = release(three, officer, on=datetime(2002, 3, 2, 3, tzinfo=UTC))  # the evening of 1 March there
        with timezone.override(presser):
            document = documents.agenda_of_release(made, releases.tree_of(made), "en")
        assert document.dated == date(2002, 3, 1)

    @pytest.mark.usefixtures("mexico")
    def test_tells_who_holds_a_post_on_the_day_at_the_seat(self, three, officer):
        change(Designation.objects.all(), until=date(2002, 3, 2), end_reason="Left")
        release(three, officer, on=datetime(2002, 3, 2, 2, tzinfo=UTC))  # still 1 March in Port of Spain
        assert list(Message.objects.values_list("address", flat=True)) == ["mexico@example.org"]

    def test_freezes_the_words_in_three_languages(self, three, officer):
        first = release(three, officer)
        plan = item("Plan")
        plan.title_fr, plan.annotation_en = "Autre", "Another note."
        agenda.save_item(item=plan, by=officer, on=ON)
        frozen = list(releases.tree_of(first).walk())[-1]
        assert frozen.words == {"title": words("Plan"), "annotation": words("See the draft.")}

    def test_the_first_is_provisional_and_the_next_its_revisions(self, three, officer):
        names = []
        for place in range(3):
            made = release(three, officer)
            names.append((made.number, made.label, made.symbol, agenda.name_of(made)))
            add_item(three, officer, f"Late {place}")
        assert names == [
            (1, "", "ACS/2002/RCI.I/WP.001", "Provisional agenda"),
            (2, "Rev.1", "ACS/2002/RCI.I/WP.001/Rev.1", "Rev.1"),
            (3, "Rev.2", "ACS/2002/RCI.I/WP.001/Rev.2", "Rev.2"),
        ]

    def test_twice_without_a_change_is_refused_and_uses_no_symbol(self, three, officer):
        release(three, officer)
        with pytest.raises(releases.NothingChanged):
            release(three, officer)
        assert three.symbols.count() == 1

    def test_an_empty_agenda_is_not_released(self, meeting, officer):
        with pytest.raises(agenda.EmptyAgenda):
            release(meeting, officer)

    def test_the_meeting_is_announced_first(self, planned, officer):
        add_item(planned, officer)
        with pytest.raises(agenda.NotAnnouncedYet):
            release(planned, officer)
        assert planned.symbols.count() == 0

    def test_is_issued_in_three_languages_after_the_commit(
        self, three, officer, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            made = release(three, officer)
            assert not IssuedDocument.objects.exists()
        issued = IssuedDocument.objects.filter(release=made)
        assert sorted(issued.values_list("language", flat=True)) == ["en", "es", "fr"]

    @pytest.mark.usefixtures("mexico", "haiti", "jamaica_deputy", "sela")
    def test_focal_points_are_told_once_in_their_language(self, three, officer):
        release(three, officer)
        told = Message.objects.order_by("address").values_list("address", "language")
        assert list(told) == [
            ("haiti@example.org", "fr"),
            ("mexico@example.org", "es"),
            ("sela@example.org", "es"),
        ]
        message = Message.objects.get(language="fr")
        assert "Première réunion des responsables de la coopération internationale" in message.text
        assert "/fr/meetings/rci-1-2002/agenda/" in message.text

    def test_who_no_longer_holds_a_post_is_not_told(self, three, officer, mexico, haiti):
        change(Designation.objects.filter(person__user=haiti), until=date(2002, 2, 1), end_reason="Left")
        release(three, officer)
        assert list(Message.objects.values_list("address", flat=True)) == ["mexico@example.org"]

    def test_a_refused_release_tells_nobody(self, meeting, officer, mexico):
        add_item(meeting, officer, {"es": "Plan"})
        with pytest.raises(agenda.NotAcknowledged):
            release(meeting, officer, acknowledged=False)
        assert not Message.objects.exists()


class TestDifferences:
    def test_are_in_words(self, three, officer):
        first = release(three, officer)
        plan = item("Plan")
        plan.title_fr, plan.kind, plan.minutes = "Le plan", "decision", 45
        agenda.save_item(item=plan, by=officer, on=ON)
        agenda.move_up(item=item("Plan"), by=officer, on=ON)
        agenda.remove_item(item=item("Persons"), reason="Postponed", by=officer, on=ON)
        add_item(three, officer, "Other")
        changes = releases.diff(releases.tree_of(first), agenda.tree(three), kinds.of(agenda.KIND))
        found = shown.shown(changes, kinds.of(agenda.KIND))
        lines = [
            (entry.number, str(entry.title), str(line.state), line.name, line.before, line.after)
            for entry in found.entries
            for line in entry.lines
        ]
        assert lines == [
            ("2", "Plan", "moved", "", "3", "2"),
            ("2", "Plan", "translation only", "title", "Plan (fr)", "Le plan"),
            ("2", "Plan", "changed", "kind", "Discussion", "Decision"),
            ("2", "Plan", "time changed", "estimated time (minutes)", "30", "45"),
            ("4", "Other", "new", "", "", ""),
            ("2.2 b)", "Persons", "removed", "", "", ""),
        ]
        assert [(entry.number, entry.lines[0].before) for entry in found.renumbered[:1]] == [("3", "2")]


@pytest.mark.parametrize(
    ("language", "contains"),
    [
        ("en", ["ACS/2002/RCI.I/WP.001", "Plan", "See the draft.", "First Meeting"]),
        ("es", ["ACS/2002/RCI.I/WP.001", "Plan (es)", "See the draft. (es)", "Primera Reunión"]),
        ("fr", ["ACS/2002/RCI.I/WP.001", "Plan (fr)", "See the draft. (fr)", "Première réunion"]),
    ],
)
def test_the_pdf_is_official_in_each_language(three, officer, language, contains):
    add_item(three, officer, {"es": "Sólo en español"})
    made = release(three, officer)
    data = issuing.issued_in(made, language).data
    assert_official_pdf(bytes(data), language=language, contains=[*contains, "2.2 a)", made.sha256[:20]])


def test_the_seal_never_stands_alone_on_the_last_page(meeting, officer):
    sealed = {"verify_url": "https://example.org/verify/", "digest": "0" * 64}
    for _item in range(10):
        add_item(meeting, officer, "Item", annotation=words("See the draft."))
    alone = []
    for _item in range(12):  # over more than the length of a seal
        add_item(meeting, officer, "Short", minutes=None)
        document = documents.agenda(agenda.tree(meeting), "en", dated=date(2002, 3, 1), **sealed)
        pages = pages_of(pdf(document))
        alone += [len(pages)] if "Short" not in pages[-1] else []
    assert len(pages) > 2
    assert alone == []


def test_an_issued_pdf_is_never_rendered_again(three, officer, monkeypatch):
    made = release(three, officer)
    first = issuing.issued_in(made, "fr")
    monkeypatch.setattr("acs_portal.kernel.issuing.pdf.pdf", lambda document: b"other")
    assert issuing.issued_in(made, "fr").pk == first.pk


def test_a_draft_says_on_the_paper_that_it_is_one(three):
    document = documents.agenda(agenda.tree(three), "en", dated=date(2002, 3, 1), draft=True)
    assert_official_pdf(pdf(document), language="en", contains=["Draft preview, not issued"])
