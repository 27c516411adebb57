"""The pages of papers and letters, the practical note, and the table of participants."""

import io

import openpyxl
import pytest

from meetings.domain import arrivals, letters
from meetings.models import Delegate, Print
from tests.meetings.conftest import ON, add_delegate, register
from tests.pdf_checks import text_of

PAGE = "/en/meetings/rci-1-2002/"


@pytest.fixture
def gathered(meeting, officer):
    """A Mexican who agrees to be listed, one who does not, and a Cuban whose name begins a formula."""
    mexicans = register(meeting, officer, "MEX")
    add_delegate(mexicans, officer, "Núñez", role="head")
    add_delegate(mexicans, officer, "Zapata", is_listed=False)
    add_delegate(register(meeting, officer, "CUB"), officer, "=Álvarez")
    return meeting


@pytest.fixture
def house(officer, signed_in):
    return signed_in(officer)


def issued(meeting, officer, **fields):
    values = {
        "delegate": Delegate.objects.get(family_name="Núñez"), "kind": "visa_support", "language": "en",
        "signatory": "Olive Officer", "signatory_function": "Director", "by": officer, "on": ON,
    }  # fmt: skip
    return letters.issue(**(values | fields))


def test_papers_are_asked_for_made_and_fetched(gathered, house, django_capture_on_commit_callbacks):
    wanted = {"kind": "plates_a4", "language": "fr", "scope": "all"}
    assert "Nothing yet" in house.get(f"{PAGE}papers/").text
    with django_capture_on_commit_callbacks():
        assert house.post(f"{PAGE}papers/", wanted).url == f"{PAGE}papers/#prints"
    waits = house.get(f"{PAGE}papers/prints/").text
    assert ("being made" in waits, "data-under-way" in waits) == (True, True)
    (wait,) = Print.objects.all()
    assert house.get(f"{PAGE}papers/{wait.pk}.pdf").status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        house.post(f"{PAGE}papers/", wanted)
    made = Print.objects.first()
    assert f"{PAGE}papers/{made.pk}.pdf" in house.get(f"{PAGE}papers/prints/").text
    assert "Mexique" in text_of(house.get(f"{PAGE}papers/{made.pk}.pdf").content)


def test_a_refused_form_keeps_what_was_chosen(gathered, house):
    page = house.post(f"{PAGE}papers/", {"kind": "attendance", "language": "fr", "scope": "new"})
    assert "Only of badges the portal knows which were printed." in page.text
    assert page.context["form"]["language"].value() == "fr"


def test_a_letter_is_issued_read_by_its_party_and_told(gathered, house, mexico, haiti, signed_in):
    nunez = Delegate.objects.get(family_name="Núñez")
    address = f"{PAGE}delegations/mex/delegates/{nunez.pk}/letters/"
    form = {"kind": "attendance", "language": "es", "signatory": "Olive", "signatory_function": "Director"}
    assert "can&#x27;t be certified" in house.post(address, form).text
    page = house.post(address, form | {"kind": "visa_support"}, follow=True)
    assert "ACS/2002/RCI.I/VISA.001" in page.text
    (letter,) = nunez.letters.all()
    pdf = f"{PAGE}letters/{letter.pk}.pdf"
    assert signed_in(haiti).get(pdf).status_code == 403
    assert "NÚÑEZ" in text_of(signed_in(mexico).get(pdf).content)
    telling = house.get(f"{PAGE}letters/{letter.pk}/send/")
    assert "mexico@example.org" in telling.text
    told = telling.context["form"]["told"].value()
    sent = house.post(f"{PAGE}letters/{letter.pk}/send/", {"told": told}, follow=True)
    assert "The focal points are told of the letter." in sent.text


def test_anybody_verifies_a_letter_and_learns_no_name(gathered, officer, client):
    letter = issued(gathered, officer)
    page = client.post("/verify/?lang=en", {"sha256": f" {letter.reference.lower()} "}, follow=True)
    for words in ("Letter in support of a visa", letter.reference, "a delegate of Mexico", "1 March 2002"):
        assert words in page.text
    assert "NÚÑEZ" not in page.text.upper()
    upload = io.BytesIO(bytes(letter.data))
    upload.name = "letter.pdf"
    same = client.post("/verify/?lang=en", {"file": upload}, follow=True)
    assert "A letter with this reference was issued here." in same.text
    changed = io.BytesIO(bytes(letter.data) + b"\n%changed")
    changed.name = "letter.pdf"
    assert (
        "This file was changed after it was issued."
        in client.post("/verify/?lang=en", {"file": changed}).text
    )
    unknown = client.post("/verify/?lang=en", {"sha256": "ACS/2002/RCI.I/VISA.999"})
    assert "neither the reference of a letter issued here" in unknown.text


def cells(answer) -> list[tuple]:
    return list(openpyxl.load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))


def test_the_table_honours_consent_the_order_of_the_language_and_formulas(
    gathered, client, mexico, house, signed_in
):
    public, member = (cells(one.get(f"{PAGE}participants.xlsx")) for one in (client, signed_in(mexico)))
    assert [row[4] for row in public] == ["Family name", "'=Álvarez", "Núñez"]
    assert [row[4] for row in member] == ["Family name", "'=Álvarez", "Núñez", "Zapata"]
    assert "E-mail address" not in member[0]
    assert cells(house.get(f"{PAGE}participants.xlsx"))[2][-1] == "núñez@example.org"
    csv = client.get("/es/meetings/rci-1-2002/participants.csv").text
    assert "Zapata" not in csv
    assert "México" in csv


def test_the_list_goes_out_as_provisional_and_then_as_final(gathered, house, mexico, signed_in):
    titles = []
    for stage in ("provisional", "final"):
        form = house.get(f"{PAGE}participants/release/").context["form"]
        answer = house.post(f"{PAGE}participants/release/", {"seen": form["seen"].value(), "stage": stage})
        assert answer.status_code == 302
        titles.append(text_of(signed_in(mexico).get(f"{PAGE}participants.pdf").content))
    assert "Provisional list of participants" in titles[0]
    assert "Final list of participants" in titles[1]
    assert "ACS/2002/RCI.I/INF.001/Rev.1" in titles[1]


def test_the_note_is_written_released_and_read(meeting, house, client):
    assert "The practical information is expected" in client.get(f"{PAGE}practical/").text
    form = house.get(f"{PAGE}practical/edit/").context["form"]
    typed = {name: form[name].value() or "" for name in form.fields} | {
        "venue_en": "Gate 3",
        "venue_es": "Puerta 3",
    }
    assert house.post(f"{PAGE}practical/edit/", typed).url == f"{PAGE}practical/release/"
    page = house.get(f"{PAGE}practical/release/")
    assert "Gate 3" in page.text
    assert "Gate 3" not in client.get(f"{PAGE}practical/").text
    assert "Gate 3" in text_of(house.get(f"{PAGE}practical/draft.pdf").content)
    house.post(f"{PAGE}practical/release/", {"seen": page.context["form"]["seen"].value()})
    assert "Gate 3" in client.get(f"{PAGE}practical/").text
    assert "Puerta 3" in client.get("/fr/meetings/rci-1-2002/practical/").text
    assert "Practical information" in client.get(f"{PAGE}documents/").text


def test_the_budget(gathered, officer, house, query_budget):
    delegation = Delegate.objects.get(family_name="Núñez").delegation
    arrivals.check_in(delegate=delegation.delegates.first(), by=officer, on=ON)

    def make(count):
        for number in range(count):
            add_delegate(delegation, officer, f"No {number} of {count}")
            Print.objects.create(
                meeting=gathered, kind="attendance", language="en", asked_by=officer, asked_at=ON
            )

    query_budget(lambda: house.get(f"{PAGE}papers/"), make=make, sizes=(10, 40))
