"""Recording and ending designations: for the Secretariat alone."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from acs_portal.kernel.models import Invitation, StoredFile, User
from network.models import Designation, Person, Post
from tests.network.office import designate, person

ANA = person("Ana", "Morales", email="ana@mex.example")
NEW = "/en/network/mex/designations/new/"
LETTER = {
    "kind": "primary",
    "honorific": "Amb.",
    "given_name": "Ana",
    "family_name": "Morales",
    "email": "ana@mex.example",
    "telephone": "",
    "instrument": "note_verbale",
    "reference": "NV 114/02",
    "dated": "2002-01-10",
    "signed_by": "Jorge Castañeda",
    "signer_post": "Secretary of Foreign Affairs",
    "signed_for": "foreign_ministry",
    "received_on": "2002-01-12",
    "starts": "2002-01-12",
}
READERS = {
    "": 302,
    "mexico": 403,
    "haiti": 403,
    "jamaica_deputy": 403,
    "aruba": 403,
    "sela": 403,
    "administrator": 403,
    "officer": 200,
    "approver": 200,
}


@pytest.mark.parametrize(("reader", "status"), READERS.items())
def test_only_the_secretariat_records_and_ends_designations(request, parties, signed_in, reader, status):
    someone = request.getfixturevalue("officer")
    designation = designate("CUB", someone)
    browser = signed_in(request.getfixturevalue(reader)) if reader else Client()
    end = f"/en/network/cub/designations/{designation.pk}/end/"
    assert [browser.get(NEW).status_code, browser.get(end).status_code] == [status, status]
    bad = browser.post(end, {"until": "", "end_reason": ""})
    assert bad.status_code == status
    designation.refresh_from_db()
    assert designation.until is None


@pytest.mark.parametrize(("reader", "status"), READERS.items())
def test_only_the_secretariat_adds_letters_and_invites(request, parties, signed_in, reader, status):
    designation = designate("CUB", request.getfixturevalue("officer"), person_data=ANA)
    browser = signed_in(request.getfixturevalue(reader)) if reader else Client()
    root = f"/en/network/cub/designations/{designation.pk}/"
    assert browser.get(f"{root}letter/").status_code == status
    assert browser.post(f"{root}letter/").status_code == status
    assert browser.post(f"{root}invite/").status_code == (302 if status == 200 else status)
    assert Invitation.objects.count() == (2 if status == 200 else 1)


def test_a_designation_is_recorded_with_its_letter(signed_in, officer, parties):
    upload = SimpleUploadedFile("note.pdf", b"%PDF-1.7\n%%EOF\n", "application/pdf")
    response = signed_in(officer).post(NEW, LETTER | {"letter": upload})
    assert (response.status_code, response.url) == (302, "/en/network/mex/")
    designation = Designation.objects.get()
    assert (designation.person.full_name, designation.letter.name) == ("Amb. Ana MORALES", "note.pdf")


def test_the_letter_is_read_by_the_secretariat_alone(signed_in, officer, parties, haiti):
    upload = SimpleUploadedFile("note.pdf", b"%PDF-1.7\n%%EOF\n", "application/pdf")
    signed_in(officer).post(NEW, LETTER | {"letter": upload})
    address = f"/files/{StoredFile.objects.get().pk}/"
    response = signed_in(officer).get(address)
    assert b"".join(response.streaming_content) == b"%PDF-1.7\n%%EOF\n"
    assert signed_in(haiti).get(address).status_code in (403, 404)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"signed_by": "Ana Morales"}, "Nobody designates themselves"),
        ({"starts": "2002-01-09"}, "counts from the day its letter was received"),
        ({"received_on": "2002-01-09"}, "received before the day it is dated"),
        ({"dated": "2002-02-31"}, "Enter a valid date."),
        ({"kind": "king"}, "Select a valid choice."),
        ({"family_name": ""}, "This field is required."),
        ({"telephone": "call me"}, "Write a telephone number"),
    ],
)
def test_a_letter_that_breaks_a_rule_is_refused_and_nothing_typed_is_lost(
    signed_in, officer, parties, changes, message
):
    response = signed_in(officer).post(NEW, LETTER | changes)
    text = response.content.decode()
    assert response.status_code == 200
    assert message in text
    assert 'value="NV 114/02"' in text
    assert not Post.objects.exists()


def test_a_file_that_is_not_what_it_says_is_refused(signed_in, officer, parties):
    upload = SimpleUploadedFile("note.pdf", b"<script>alert(1)</script>", "application/pdf")
    response = signed_in(officer).post(NEW, LETTER | {"letter": upload})
    assert "is not a PDF, PNG or JPEG file" in response.content.decode()
    assert not Designation.objects.exists()


def test_a_letter_without_its_date_is_refused(signed_in, officer, parties):
    response = signed_in(officer).post(NEW, LETTER | {"dated": ""})
    assert response.context["form"].errors == {"dated": ["This field is required."]}


@pytest.mark.parametrize(
    ("email", "said"),
    [
        ("ana@mex.example", "The designation is recorded. An invitation was sent to ana@mex.example."),
        (
            "",
            "The designation is recorded. No invitation was sent, since there is no e-mail address.",
        ),
    ],
)
def test_the_message_says_to_whom_an_invitation_was_sent(signed_in, officer, parties, email, said):
    response = signed_in(officer).post(NEW, LETTER | {"email": email}, follow=True)
    assert said in response.content.decode()
    assert Invitation.objects.count() == bool(email)


def test_a_holder_with_an_account_is_said_to_have_one(signed_in, officer, mexico):
    data = LETTER | {"kind": "representative", "given_name": "Marisol", "family_name": "Medina"}
    response = signed_in(officer).post(NEW, data | {"email": "mexico@example.org"}, follow=True)
    assert "No invitation was needed: Amb. Marisol MEDINA has an account." in response.content.decode()


@pytest.mark.parametrize("email", ["officer@example.org", "HAITI@example.org", "new@example.org"])
def test_an_address_of_an_account_of_others_is_said_so_and_what_was_typed_stays(
    signed_in, officer, haiti, email
):
    Person.objects.filter(user=haiti).update(email="")
    User.objects.create_user("new@example.org", "a long password", name="Somebody")
    response = signed_in(officer).post(NEW, LETTER | {"email": email})
    text = response.content.decode()
    assert response.status_code == 200
    assert "Give another" in text
    assert (f'value="{email}"' in text, 'value="NV 114/02"' in text) == (True, True)
    assert Designation.objects.filter(post__party__code="MEX").count() == 0


def test_a_letter_that_came_later_is_added(signed_in, officer, parties):
    designation = designate("MEX", officer)
    browser = signed_in(officer)
    address = f"/en/network/mex/designations/{designation.pk}/letter/"
    page = browser.get("/en/network/mex/").content.decode()
    assert ("letter missing" in page, f'href="{address}"' in page) == (True, True)
    assert "This field is required." in browser.post(address).content.decode()
    upload = SimpleUploadedFile("note.pdf", b"%PDF-1.7\n%%EOF\n", "application/pdf")
    response = browser.post(address, {"letter": upload}, follow=True)
    text = response.content.decode()
    assert ("The letter is on file." in text, "note.pdf" in text, "letter missing" in text) == (
        True,
        True,
        False,
    )
    upload.seek(0)
    again = browser.post(address, {"letter": upload})
    assert "The letter of this designation is on file already." in again.content.decode()
    assert StoredFile.objects.count() == 1


def test_what_is_missing_is_shown_to_the_secretariat_alone(client, signed_in, officer, haiti, parties):
    designate("MEX", officer, person_data=ANA)
    shown = [browser.get("/en/network/mex/").content.decode() for browser in (client, signed_in(haiti))]
    found = [("letter missing" in text, "account not opened" in text) for text in shown]
    assert found == [(False, False), (False, False)]


def test_a_holder_who_has_not_opened_the_account_is_invited_again(signed_in, officer, parties):
    designation = designate("MEX", officer, person_data=ANA)
    browser = signed_in(officer)
    address = f"/en/network/mex/designations/{designation.pk}/invite/"
    assert f'action="{address}"' in browser.get("/en/network/mex/").content.decode()
    assert browser.get(address).status_code == 405
    response = browser.post(address, follow=True)
    assert "An invitation was sent to ana@mex.example." in response.content.decode()
    assert Invitation.objects.count() == 2
    designation.person.user.set_password("a long password")
    designation.person.user.save()
    response = browser.post(address, follow=True)
    text = response.content.decode()
    assert "Ana Morales already has an account with a password." in text
    assert f'action="{address}"' not in text


def test_the_same_letter_sent_twice_is_recorded_once(signed_in, officer, parties):
    browser = signed_in(officer)
    browser.post(NEW, LETTER)
    response = browser.post(NEW, LETTER)
    assert "Amb. Ana MORALES already holds such a post of this party." in response.content.decode()
    assert Designation.objects.count() == 1


def test_a_designation_is_ended_with_a_day_and_a_reason(signed_in, officer, parties):
    designation = designate("MEX", officer)
    address = f"/en/network/mex/designations/{designation.pk}/end/"
    response = signed_in(officer).post(address, {"until": "2002-01-12", "end_reason": "Retired"})
    assert "A designation ends after the day it starts" in response.content.decode()
    response = signed_in(officer).post(address, {"until": "2002-03-01", "end_reason": "Retired"})
    assert (response.status_code, response.url) == (302, "/en/network/mex/")
    designation.refresh_from_db()
    assert (str(designation.until), designation.end_reason) == ("2002-03-01", "Retired")


def test_a_designation_of_another_party_is_not_there(signed_in, officer, parties):
    designation = designate("CUB", officer)
    assert signed_in(officer).get(f"/en/network/mex/designations/{designation.pk}/end/").status_code == 404
