from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from acs_portal.kernel import issuing, kinds, releases, shown
from acs_portal.kernel.models import IssuedDocument, Message
from acs_portal.kernel.pdf import pdf
from meetings import pdf as documents
from meetings.domain import agenda, agenda_release
from network.models import Designation
from tests.cast import change
from tests.meetings.conftest import ON, add_item, item, release, words
from tests.pdf_checks import assert_official_pdf, pages_of


class TestWarnings:
    def test_name_what_a_release_would_go_out_with(self, meeting, officer):
        add_item(meeting, officer, "Opening")
        add_item(meeting, officer, {"es": "Plan", "en": "Plan"}, minutes=None)
        found = agenda_release.warnings(meeting)
        assert [(one.number, one.language, one.problem) for one in found.findings] == [("2", "fr", "missing")]
        assert found.blocking == []
        assert [node.number for node in found.untimed] == ["2"]

    def test_there_are_none_when_all_is_there(self, three):
        assert not agenda_release.warnings(three)

    def test_an_item_with_items_under_it_needs_no_time_of_its_own(self, meeting, officer):
        above = add_item(meeting, officer, "Network", minutes=None)
        add_item(meeting, officer, "Terms", above)
        assert not agenda_release.warnings(meeting)

    def test_are_acknowledged_before_the_release(self, meeting, officer):
        add_item(meeting, officer, {"es": "Plan"})
        with pytest.raises(agenda_release.NotAcknowledged):
            release(meeting, officer, acknowledged=False)
        assert release(meeting, officer).number == 1


class TestRelease:
    def test_of_a_text_that_nobody_has_seen_is_refused(self, three, officer):
        seen = agenda_release.fingerprint(agenda.tree(three))
        add_item(three, officer, "Late")
        with pytest.raises(releases.SeenIsOld):
            release(three, officer, seen=seen)
        assert three.symbols.count() == 0
        assert release(three, officer, seen=agenda_release.fingerprint(agenda.tree(three))).number == 1

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
            names.append((made.number, made.label, made.symbol, agenda_release.name_of(made)))
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
        with pytest.raises(agenda_release.EmptyAgenda):
            release(meeting, officer)

    def test_the_meeting_is_announced_first(self, planned, officer):
        add_item(planned, officer)
        with pytest.raises(agenda_release.NotAnnouncedYet):
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
        with pytest.raises(agenda_release.NotAcknowledged):
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
        changes = releases.diff(releases.tree_of(first), agenda.tree(three), kinds.of(agenda_release.KIND))
        found = shown.shown(changes, kinds.of(agenda_release.KIND))
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
