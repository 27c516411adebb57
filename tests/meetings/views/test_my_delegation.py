"""The one form of a delegation, as a focal point uses it without JavaScript."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from meetings.domain import approvals, filings, meetings
from meetings.models import Delegate, Delegation
from tests.meetings.conftest import ON, add_delegate, plan, register
from tests.meetings.domain.test_questions import make

MEXICO = "/en/meetings/rci-1-2002/my-delegation/mex/"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"


def letter():
    return SimpleUploadedFile("letter.pdf", PDF)


def row(place, family_name, role="adviser", **fields) -> dict:
    values = {
        "pk": "", "position": place + 1, "role": role, "honorific": "", "given_name": "Ana",
        "family_name": family_name, "function": "Directora", "email": "", "language": "",
        "opened_version": 1,
    }  # fmt: skip
    return {f"p{place}-{name}": value for name, value in (values | fields).items()}


def form(*rows, press="save", **fields) -> dict:
    values = {"letter_reference": "NV 7", "letter_date": "2002-03-01", "opened_version": 1}
    sent = values | {"people": len(rows), "press": press} | fields
    for one in rows:
        sent |= one
    return sent


def again(**fields) -> dict:
    """The stored delegation as its page would send it back."""
    delegation = Delegation.objects.get()
    rows = [
        row(place, one.family_name, one.role, pk=one.pk, opened_version=one.version, position=one.position)
        for place, one in enumerate(delegation.delegates.filter(withdrawn_at=None).order_by("position"))
    ]
    return form(*rows, opened_version=delegation.version) | fields


@pytest.fixture
def focal(meeting, mexico, signed_in):
    return signed_in(mexico)


def test_a_focal_point_drafts_submits_and_reads_why_it_was_returned(focal, officer):
    assert focal.get("/en/meetings/rci-1-2002/my-delegation/").url == MEXICO
    page = focal.get(MEXICO)
    assert "Save the draft" in page.text
    sent = form(
        row(0, "Pérez", "head"), row(1, "", given_name="", function=""), press="submit", letter=letter()
    )
    response = focal.post(MEXICO, sent)
    assert response.url == f"{MEXICO}submit/"
    assert "Ana PÉREZ" in focal.get(response.url).text
    assert focal.post(response.url).url == MEXICO
    delegation = Delegation.objects.get()
    assert (delegation.state, delegation.letter.name) == ("submitted", "letter.pdf")
    assert [one.full_name for one in delegation.delegates.all()] == ["Ana PÉREZ"]
    approvals.send_back(delegation=delegation, reason="Who <else>?", by=officer, on=ON)
    assert "Who &lt;else&gt;?" in focal.get(MEXICO).text


def test_add_another_keeps_what_was_typed_saves_nothing_and_keeps_the_letter(focal, officer):
    earlier = plan(officer, code="before", title_en="Earlier")
    meetings.announce(meeting=earlier, by=officer, on=ON)
    old = add_delegate(register(earlier, officer, "MEX"), officer, "Núñez", role="head")
    sent = form(row(0, "Pérez", "head", email="not an address"), press="more", letter=letter())
    page = focal.post(MEXICO, sent | {"take_over": [old.pk]})
    assert not Delegate.objects.filter(delegation__meeting__code="rci-1-2002").exists()
    assert [bound["family_name"].value() for bound in page.context["sheet"].people] == ["Pérez", "Núñez"]
    assert page.context["sheet"].people[1]["role"].value() == "alternate"  # there is a head already
    assert 'value="not an address"' in page.text
    assert "“letter.pdf” is on file" in page.text
    kept = Delegation.objects.get(meeting__code="rci-1-2002")
    assert (kept.state, kept.letter.name) == ("draft", "letter.pdf")
    assert page.context["sheet"].letter["opened_version"].value() == kept.version
    page = focal.post(MEXICO, form(row(0, "Pérez", "head"), press="more"))
    assert [bound["family_name"].value() for bound in page.context["sheet"].people] == ["Pérez", ""]


def test_what_cannot_be_saved_is_told_and_kept(focal, meeting, officer):
    asked = make(meeting, officer, "How many papers?", kind="number", asked_of="party")
    sent = form(row(0, "Pérez", email="nonsense"), **{f"question_{asked.pk}": "many"})
    page = focal.post(MEXICO, sent)
    assert "This was not saved yet. What you typed is still here." in page.text
    assert ('value="nonsense"' in page.text, 'value="many"' in page.text) == (True, True)
    assert Delegation.objects.count() == 0
    page = focal.post(MEXICO, form(row(0, "Pérez", "head"), row(1, "Ruiz", "head")))
    assert "This delegation already has a head: Ana PÉREZ." in page.text
    assert Delegation.objects.count() == 0


def test_a_letter_is_kept_with_the_draft_when_a_rule_refuses_the_rest(focal):
    page = focal.post(MEXICO, form(row(0, "Pérez", "head"), row(1, "Ruiz", "head"), letter=letter()))
    assert "This delegation already has a head: Ana PÉREZ." in page.text
    assert "“letter.pdf” is kept with the draft." in page.text
    kept = Delegation.objects.get()
    assert (kept.state, kept.letter.name, kept.delegates.count()) == ("draft", "letter.pdf", 0)
    sent = form(row(0, "Pérez", "head"), row(1, "Ruiz"), opened_version=kept.version)
    assert focal.post(MEXICO, sent).url == MEXICO


def test_a_stale_row_is_refused_with_both_texts_in_sight(focal):
    focal.post(MEXICO, form(row(0, "Pérez", "head")))
    stale = again()
    focal.post(MEXICO, again(**{"p0-family_name": "Peña"}))
    page = focal.post(MEXICO, stale | {"p0-family_name": "Peres"})
    assert "<del>Peña</del><ins>Peres</ins>" in page.text
    assert Delegate.objects.get().family_name == "Peña"
    assert focal.post(MEXICO, again(**{"p0-family_name": "Peres"})).status_code == 302


def test_a_stale_form_brings_nobody_back_who_was_taken_out(focal):
    focal.post(MEXICO, form(row(0, "Pérez", "head"), row(1, "Ruiz")))
    stale = again()
    focal.post(MEXICO, again(**{"p1-remove": "on"}))
    page = focal.post(MEXICO, stale | {"p1-email": "ruiz@example.org"})
    assert "This delegate is no longer on record." in page.text
    assert 'value="ruiz@example.org"' in page.text
    assert page.context["sheet"].people[1]["pk"].value() == ""  # told of it, the focal point may add anew
    assert Delegate.objects.get().family_name == "Pérez"
    assert focal.post(MEXICO, stale | {"p1-remove": "on"}).status_code == 302  # as both wanted
    assert Delegate.objects.get().family_name == "Pérez"


def test_after_the_approval_the_page_says_what_waits(focal, officer, mexico):
    focal.post(MEXICO, form(row(0, "Pérez", "head"), letter=letter()))
    delegation = filings.submit(delegation=Delegation.objects.get(), by=mexico, on=ON)
    approvals.approve(delegation=delegation, by=officer, on=ON)
    page = focal.post(MEXICO, again(**{"p0-family_name": "Peña", "p0-email": "p@example.org"}), follow=True)
    assert "1 change waits for the Secretariat" in page.text
    assert page.context["sheet"].people[0]["family_name"].value() == "Peña"
    stored = Delegate.objects.get()
    assert (stored.family_name, stored.email) == ("Pérez", "p@example.org")


def test_a_deputy_drafts_and_does_not_submit(meeting, jamaica_deputy, signed_in):
    browser, jamaica = signed_in(jamaica_deputy), "/en/meetings/rci-1-2002/my-delegation/jam/"
    assert browser.post(jamaica, form(row(0, "Jarrett", "head"))).url == jamaica
    assert "The primary focal point submits it." in browser.get(jamaica).text
    assert browser.post(f"{jamaica}submit/").status_code == 403
    assert browser.post(MEXICO, form(row(0, "Pérez"))).status_code == 403
    assert Delegation.objects.get().state == "draft"


def test_a_deputy_changes_nothing_of_an_approved_delegation(meeting, jamaica_deputy, signed_in, officer):
    delegation, jamaica = register(meeting, officer, "JAM"), "/en/meetings/rci-1-2002/my-delegation/jam/"
    delegate = add_delegate(delegation, officer, "Jarrett", email="a@example.org")
    browser = signed_in(jamaica_deputy)
    assert 'value="save"' not in browser.get(jamaica).text
    assert browser.post(jamaica, again(**{"p0-email": "b@example.org"})).status_code == 403
    delegate.refresh_from_db()
    assert delegate.email == "a@example.org"


def test_once_the_meeting_is_opened_the_page_offers_no_withdrawal(focal, meeting, officer):
    register(meeting, officer, "MEX")
    assert f"{MEXICO}withdraw/" in focal.get(MEXICO).text
    meetings.open_(meeting=meeting, by=officer, on=ON)
    assert f"{MEXICO}withdraw/" not in focal.get(MEXICO).text


def test_a_party_reads_the_letter_of_its_own_delegation_and_no_other(
    focal, meeting, jamaica_deputy, officer, signed_in, client
):
    assert focal.get(f"{MEXICO}letter/").status_code == 404
    focal.post(MEXICO, form(row(0, "Pérez", "head"), letter=letter()))
    assert f'href="{MEXICO}letter/"' in focal.get(MEXICO).text
    served = focal.get(f"{MEXICO}letter/")
    assert b"".join(served.streaming_content) == PDF
    assert served.headers["Content-Disposition"] == 'attachment; filename="letter.pdf"'
    deputy, jamaica = signed_in(jamaica_deputy), "/en/meetings/rci-1-2002/my-delegation/jam/"
    for other in (deputy, signed_in(officer)):  # the Secretariat has its own address for it
        assert other.get(f"{MEXICO}letter/").status_code == 403
    assert client.get(f"{MEXICO}letter/").url.startswith("/accounts/login/")
    deputy.post(jamaica, form(row(0, "Jarrett", "head"), letter=letter()))
    served = deputy.get(f"{jamaica}letter/")
    assert b"".join(served.streaming_content) == PDF


def test_the_form_takes_few_queries_however_many_people(focal, meeting, officer, query_budget):
    delegation = register(meeting, officer, "MEX")

    def make_people(count):
        for _number in range(count):
            add_delegate(delegation, officer, f"N{delegation.delegates.count()}", email="")

    query_budget(lambda: focal.get(MEXICO), make=make_people, sizes=(2, 12), most=18)


def test_the_list_of_the_secretariat_filters_sorts_and_shows_what_is_not_filed(
    meeting, officer, signed_in, haiti, query_budget
):
    browser, address = signed_in(officer), "/en/meetings/rci-1-2002/delegations/"
    filed = register(meeting, officer, "HTI")
    Delegation.objects.update(
        state="submitted", submitted_by=haiti, submitted_at=timezone.now() - timedelta(days=1), is_late=True,
        approved_by=None, approved_at=None,
    )  # fmt: skip
    register(meeting, officer, "ABW")

    def shown(query) -> list[str]:
        return [found.party.code for found in browser.get(f"{address}?{query}").context["rows"]]

    assert (shown("state=submitted"), shown("state=late"), shown("state=approved")) == (
        ["HTI"],
        ["HTI"],
        ["ABW"],
    )
    assert (shown("q=haití"), shown("sort=submitted")[0], shown("sort=state")[0]) == (["HTI"], "HTI", "HTI")
    assert ("MEX" in shown("state=not_filed"), shown("state=waiting"), shown("credentials=in_order")) == (
        True,
        [],
        [],
    )
    assert shown("state=nonsense") == shown("")

    def people(count):
        for _number in range(count):
            add_delegate(filed, officer, f"N{filed.delegates.count()}", email="")

    query_budget(lambda: browser.get(address), make=people, sizes=(2, 12))
    page = "/en/meetings/rci-1-2002/delegations/hti/"
    query_budget(lambda: browser.get(page), make=people, sizes=(2, 12), most=16)
