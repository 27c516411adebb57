"""The steps of the Secretariat on a delegation, as its pages take them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from acs_portal.kernel.models import Message
from meetings.domain import seats
from meetings.models import Delegate, DelegateChange, Delegation, Question
from tests.meetings.conftest import ON, add_delegate, register

LIST = "/en/meetings/rci-1-2002/delegations/"
MEXICO = f"{LIST}mex/"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"


@pytest.fixture
def house(officer, signed_in):
    return signed_in(officer)


@pytest.fixture
def delegate(meeting, officer, mexico):
    """The head of a delegation that Mexico has submitted."""
    delegation = register(meeting, officer, "MEX")
    made = add_delegate(delegation, officer, "Perez", role="head")
    Delegation.objects.update(
        state="submitted", submitted_by=mexico, submitted_at=ON, approved_by=None, approved_at=None
    )
    return made


def test_it_is_approved_after_the_page_said_who_gets_a_link_and_only_once(house, delegate):
    page = house.get(f"{MEXICO}approve/")
    assert "Ms. Ana PEREZ &lt;perez@example.org&gt;" in page.text
    assert house.post(f"{MEXICO}approve/").url == MEXICO
    assert Message.objects.filter(kind="delegate_link", address="perez@example.org").count() == 1
    page = house.post(f"{MEXICO}approve/", follow=True)
    assert "Olive Officer has already approved this delegation." in page.text


def test_it_is_returned_or_withdrawn_with_a_reason(house, delegate):
    assert "This field is required." in house.post(f"{MEXICO}return/", {"reason": ""}).text
    house.post(f"{MEXICO}return/", {"reason": "Who leads?"})
    assert "Who leads?" in house.get(MEXICO).text
    house.post(f"{MEXICO}withdraw/", {"reason": "by note"})
    assert Delegation.objects.get().state == "withdrawn"


def test_what_was_withdrawn_is_approved_on_its_page(house, delegate):
    house.post(f"{MEXICO}withdraw/", {"reason": "by note"})
    assert f"{MEXICO}approve/" in house.get(MEXICO).text
    house.post(f"{MEXICO}approve/")
    assert Delegation.objects.get().state == "approved"
    assert f"{MEXICO}approve/" not in house.get(MEXICO).text


def test_credentials_are_examined_with_their_file(house, delegate):
    stale = house.get(f"{MEXICO}credentials/").context["form"]["opened_version"].value()
    sent = {"state": "provisional", "credentials_note": "", "opened_version": stale}
    assert "Say why the credentials are not accepted" in house.post(f"{MEXICO}credentials/", sent).text
    upload = SimpleUploadedFile("credentials.pdf", PDF)
    done = house.post(f"{MEXICO}credentials/", sent | {"state": "in_order", "upload": upload})
    assert done.url == MEXICO
    page = house.get(MEXICO)
    assert ("credentials.pdf" in page.text, "examined by Olive Officer" in page.text) == (True, True)
    stale_again = house.post(
        f"{MEXICO}credentials/", sent | {"state": "received", "credentials_reference": "X"}
    )
    assert "Somebody else saved this page" in stale_again.text


def test_changes_new_people_and_links_are_answered_on_the_page(house, delegate, mexico):
    Delegation.objects.update(state="approved")
    for field, new in (("given_name", "Anna"), ("role", "adviser")):
        DelegateChange.objects.create(
            delegate=delegate, field=field, old=getattr(delegate, field), new=new, by=mexico, at=ON
        )
    first, second = DelegateChange.objects.order_by("pk")
    house.post(f"{MEXICO}changes/{first.pk}/accept/")
    house.post(f"{MEXICO}changes/{second.pk}/refuse/", {"reason": "not in the letter"})
    stored = Delegate.objects.get()
    assert (stored.given_name, stored.role) == ("Anna", "head")
    Delegate.objects.update(is_new=True)
    assert "new, to approve" in house.get(MEXICO).text
    one = f"{MEXICO}delegates/{delegate.pk}/"
    for step, said in (
        ("admit/", "Ms. Anna PEREZ is approved."),
        ("link/", "A private link was sent to perez@example.org"),
        ("link/revoke/", "has no private link that is open"),  # ninety days after 2002 it lapsed
    ):
        assert said in house.post(f"{one}{step}", follow=True).text


def test_the_letter_is_corrected_and_the_rules_are_set(house, delegate, meeting):
    version = Delegation.objects.get().version
    sent = {"letter_reference": "NV 9", "letter_date": "", "opened_version": version}
    upload = SimpleUploadedFile("new.pdf", PDF)
    assert house.post(f"{MEXICO}edit/", sent | {"letter": upload}).url == MEXICO
    assert "NV 9" in house.get(MEXICO).text
    rules = {"deadline": "2002-03-30", "seats_of_members": "2", "opened_version": 1}
    assert house.post(f"{LIST}rules/", rules).url == LIST
    assert seats.seats_of(meeting, delegate.delegation.party) == 2
    assert "30 March 2002" in house.get(LIST).text


def test_a_question_is_added_changed_and_removed(house, meeting):
    address = "/en/meetings/rci-1-2002/questions/"
    texts = {"text_en": "Visa?", "text_es": "¿Visado?", "text_fr": "Visa ?"}
    sent = {"position": 1, "kind": "yes_no", "asked_of": "delegate", "authentic_language": "en", **texts}
    assert "Still missing: Français" in house.post(f"{address}new/", sent | {"text_fr": ""}).text
    assert house.post(f"{address}new/", sent).url == address
    question = Question.objects.get()
    changed = sent | {"text_en": "A visa?", "opened_version": 1}
    assert house.post(f"{address}{question.pk}/edit/", changed).url == address
    page = house.get(address)
    assert "A visa?" in page.text
    house.post(f"{address}{question.pk}/remove/")
    assert "Nothing is asked yet" in house.get(address).text
