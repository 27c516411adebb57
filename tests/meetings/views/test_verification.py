"""What is verified of a meeting's documents: by everybody, read by those who may."""

import io

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile

from meetings.domain import agenda_release, participants
from tests.meetings.conftest import ON, add_delegate, add_item, register


def test_the_original_of_a_changed_agenda_is_there_for_everybody(client, meeting, officer):
    add_item(meeting, officer)
    made = agenda_release.release(meeting=meeting, note={}, acknowledged=True, by=officer, on=ON)
    original = client.get("/es/meetings/rci-1-2002/agenda/1.pdf").content
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(original)) as file:
        file.docinfo["/Title"] = "Forged"
        file.save(out)
    upload = SimpleUploadedFile("a.pdf", out.getvalue())
    page = client.post("/verify/", {"file": upload}, follow=True)
    assert "Agenda: " in page.text
    address = f"/verify/{made.sha256}/es.pdf"
    assert f'href="{address}"' in page.text
    assert client.get(address).content == original
    assert client.get(f"/verify/{made.sha256}.json").status_code == 200


def test_lists_of_participants_are_verified_by_all_and_read_by_members(client, meeting, officer):
    add_delegate(register(meeting, officer, "MEX"), officer)
    made = participants.release(meeting=meeting, by=officer, on=ON)
    page = client.get(f"/verify/{made.sha256}/").text
    assert "List of participants" in page
    assert "Pérez" not in page
    assert client.get(f"/verify/{made.sha256}.json").status_code == 403
    assert client.get(f"/verify/{made.sha256}/en.pdf").status_code == 403
