"""Recording and ending designations: for the Secretariat alone."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from acs_portal.kernel.models import StoredFile
from network.models import Designation, Post
from tests.network.office import designate

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
    written = 302 if status == 302 else status
    bad = browser.post(end, {"until": "", "end_reason": ""})
    assert bad.status_code == written
    designation.refresh_from_db()
    assert designation.until is None


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
        ({"starts": "2002-01-09"}, "counts from the date of its letter"),
        ({"received_on": "2002-01-09"}, "received before the day it is dated"),
        ({"dated": "2002-02-31"}, "Enter a valid date."),
        ({"kind": "king"}, "Select a valid choice."),
        ({"family_name": ""}, "This field is required."),
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


def test_the_same_letter_sent_twice_is_recorded_once(signed_in, officer, parties):
    browser = signed_in(officer)
    browser.post(NEW, LETTER)
    response = browser.post(NEW, LETTER)
    assert "Amb. Ana MORALES holds this post." in response.content.decode()
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
