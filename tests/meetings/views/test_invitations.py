"""The pages of invitations: for the Secretariat the list and its steps, for a party its letter and answer."""

import pytest
from django.test import Client

from acs_portal.kernel.models import Message
from meetings.domain import invitation_mail, invitations
from meetings.models import Invitation
from network.models import Party
from tests.meetings.conftest import ON
from tests.meetings.invited import draft, got, guest, issue, send, write_letter
from tests.pdf_checks import assert_official_pdf

pytestmark = pytest.mark.django_db
LIST = "/en/meetings/rci-1-2002/invitations/"
OWN = "/en/meetings/rci-1-2002/invitation/"


def hidden(page, name: str) -> str:
    """The value of a hidden field of a form on a page."""
    return page.context["form"][name].value()


def test_from_nothing_to_letters_sent_on_the_pages_alone(meeting, officer, mexico, signed_in):
    client = signed_in(officer)
    assert "No invitation yet" in client.get(LIST).text
    page = client.get(f"{LIST}letter/")
    assert "This text is a proposal" in page.text
    form = page.context["form"]
    typed = {field.name: field.value() for field in form if field.value() is not None}
    typed |= {"signatory": "Ana Pérez", "body_fr": "Cher {nom}"}
    refused = client.post(f"{LIST}letter/", typed)
    assert "“{nom}” is not known here" in refused.text
    assert "Cher {nom}" in refused.text  # what was typed is kept
    client.post(f"{LIST}letter/", typed | {"body_fr": form["body_fr"].value()})
    parties = Party.objects.filter(code__in=["MEX", "HTI"]).values_list("pk", flat=True)
    client.post(f"{LIST}new/", {"parties": list(parties)})
    assert [one.state for one in Invitation.objects.all()] == ["draft", "draft"]
    page = client.get(f"{LIST}issue/")
    assert "2 letters, numbered in this order" in page.text
    assert "[number to come]" in page.text
    client.post(f"{LIST}issue/", {"pk": hidden(page, "pk")})
    page = client.get(f"{LIST}send/")
    assert "Nobody to write to" in page.text  # in Haiti
    client.post(f"{LIST}send/", {"pk": hidden(page, "pk"), "told": hidden(page, "told")})
    assert [message.to for message in Message.objects.all()] == [mexico]
    assert "ACS/2002/RCI.I/INV.002" in client.get(LIST + "?state=sent").text


def test_nothing_is_sent_by_a_press_that_saw_no_list(meeting, officer, mexico, signed_in):
    pks = issue(meeting, officer, "MEX")
    page = signed_in(officer).post(f"{LIST}send/", {"pk": pks})
    assert ("Nothing was sent" in page.text, Message.objects.count()) == (True, 0)


def test_only_those_ticked_are_issued(meeting, officer, signed_in):
    write_letter(meeting, officer)
    first, second = draft(meeting, officer, "MEX", "CUB")
    client = signed_in(officer)
    page = client.get(f"{LIST}issue/?pk={first}")
    client.post(f"{LIST}issue/", {"pk": hidden(page, "pk")})
    assert (got(first).state, got(second).state) == ("issued", "draft")
    assert "No draft is chosen" in client.get(f"{LIST}issue/?pk={first}").text


def test_what_somebody_issued_meanwhile_is_said_and_the_others_stay_chosen(
    meeting, officer, approver, signed_in
):
    write_letter(meeting, officer)
    first, second = draft(meeting, officer, "MEX", "CUB")
    client = signed_in(officer)
    page = client.get(f"{LIST}issue/")
    invitations.issue(meeting=meeting, pks=[first], by=approver, on=ON)
    refused = client.post(f"{LIST}issue/", {"pk": hidden(page, "pk")})
    assert ("somebody was quicker" in refused.text, got(second).state) == (True, "draft")
    client.post(f"{LIST}issue/", {"pk": hidden(refused, "pk")})
    assert got(second).state == "issued"
    assert client.post(f"{LIST}issue/", {}).status_code == 200  # nothing in sight, nothing done


def test_a_focal_point_opens_the_letter_and_answers(meeting, officer, mexico, signed_in):
    (pk,) = send(meeting, officer, "MEX")
    client = signed_in(mexico)
    page = client.get(OWN)
    assert "Open the letter" in page.text
    assert got(pk).opened_at is None  # reading the page tells nobody
    assert client.get(f"{OWN}{pk}/open/").status_code == 405
    opened = client.post(f"{OWN}{pk}/open/")
    assert opened.url == f"{OWN}{pk}/letter.pdf"
    assert got(pk).opened_at is not None
    assert client.get(opened.url)["Content-Type"] == "application/pdf"
    version = page.context["own"][0]["form"]["opened_version"].value()
    typed = {f"{pk}-answer": "accepted", f"{pk}-note": "Tres", f"{pk}-opened_version": version}
    assert client.post(f"{OWN}{pk}/answer/", typed).url == OWN
    assert (got(pk).answer, got(pk).answer_note) == ("accepted", "Tres")
    assert "File your delegation" in client.get(OWN).text
    assert 'href="/en/meetings/rci-1-2002/my-delegation/mex/"' in client.get(OWN).text
    assert "Your answer:" in client.get("/en/meetings/rci-1-2002/").text
    again = client.post(f"{OWN}{pk}/answer/", typed | {f"{pk}-answer": "declined", f"{pk}-note": "Ninguno"})
    assert "Somebody else saved this" in again.text
    assert "Ninguno" in again.text


def test_a_deputy_reads_the_letter_and_does_not_answer(meeting, officer, jamaica_deputy, signed_in):
    (pk,) = issue(meeting, officer, "JAM")
    client = signed_in(jamaica_deputy)
    assert client.get(OWN).status_code == 403
    assert client.get(f"{OWN}{pk}/letter.pdf").status_code == 404  # not sent yet
    invitation_mail.send_otherwise(invitation=got(pk), how="By courier", by=officer, on=ON)
    assert "The primary focal point of the party answers." in client.get(OWN).text
    assert client.get(f"{OWN}{pk}/letter.pdf").status_code == 200
    assert client.post(f"{OWN}{pk}/answer/", {f"{pk}-answer": "accepted"}).status_code == 403
    assert got(pk).answer == ""


def test_a_withdrawn_invitation_says_why_to_its_party(meeting, officer, mexico, signed_in):
    (pk,) = send(meeting, officer, "MEX")
    client = signed_in(officer)
    page = client.get(f"{LIST}{pk}/withdraw/")
    assert "Who is told, and how it reads" in page.text
    again = client.post(f"{LIST}{pk}/withdraw/", {"reason": "Otra fecha", "told": hidden(page, "told")})
    assert ("Nothing was sent" in again.text, got(pk).state) == (
        True,
        "sent",
    )  # the words are new: look at them
    client.post(f"{LIST}{pk}/withdraw/", {"reason": "Otra fecha", "told": hidden(again, "told")})
    assert "Otra fecha" in signed_in(mexico).get(OWN).text
    assert "Otra fecha" in client.get(f"{LIST}{pk}/").text


def test_the_page_of_an_invitation_shows_letter_messages_and_history(meeting, officer, mexico, signed_in):
    (pk,) = send(meeting, officer, "MEX")
    page = signed_in(officer).get(f"{LIST}{pk}/").text
    assert "saluda atentamente a México" in page
    assert mexico.email in page
    assert "sent the invitation" in page
    assert "nobody has pressed “Open the letter”" in page


def test_the_letters_shown_are_one_pdf_in_protocol_order_each_in_its_language(meeting, officer, signed_in):
    issue(meeting, officer, "MEX", "HTI", "SELA")
    draft(meeting, officer, "CUB")
    client = signed_in(officer)
    response = client.get(f"{LIST}letters.pdf?category=member")
    assert_official_pdf(
        response.content,
        language="en",
        pages=range(3, 4),
        outline=["Letters of invitation", "Haïti", "México"],
    )
    assert client.get(f"{LIST}letters.pdf?category=guest").status_code == 404


def test_a_draft_is_previewed_and_says_so(meeting, officer, signed_in):
    write_letter(meeting, officer)
    (pk,) = draft(meeting, officer, "MEX")
    client = signed_in(officer)
    assert_official_pdf(
        client.get(f"{LIST}{pk}/letter.pdf").content, language="es", contains=["México"], pages=range(1, 2)
    )
    assert "Preview as PDF" in client.get(f"{LIST}{pk}/").text


def test_the_hash_of_a_letter_is_known_to_everybody_and_its_words_to_the_secretariat(
    meeting, officer, mexico, signed_in
):
    (pk,) = send(meeting, officer, "MEX")
    address = f"/verify/{invitations.release_of(got(pk)).sha256}/?lang=en"
    public = Client().get(address).text
    assert "Letter of invitation" in public
    assert "PDF, Spanish" not in public
    page = signed_in(officer).get(address).text
    assert ("PDF, Spanish" in page, "PDF, French" in page) == (True, False)


def test_the_list_takes_the_same_queries_at_ten_and_at_a_hundred(meeting, officer, signed_in, query_budget):
    client = signed_in(officer)
    write_letter(meeting, officer)

    def more(count):
        for number in range(count):
            name = f"{Invitation.objects.count()} {number}"
            guest(meeting, officer, email=f"{Invitation.objects.count()}@example.org", name=name)

    query_budget(lambda: client.get(LIST), make=more)


def test_a_guest_has_no_place_in_the_network(meeting, officer, mexico, signed_in):
    party = guest(meeting, officer, name="Institute of Nowhere").party
    client = signed_in(officer)
    pages = ["network/", "network/search/?q=nowhere", "network/board/", "network/programmes/", "acts/", ""]
    found = [page for page in pages if "Institute of Nowhere" in client.get(f"/en/{page}").text]
    assert found == ["acts/"]  # where it is said who drew up the invitation
    assert client.get(party.get_absolute_url()).status_code == 404
    assert client.get("/en/network/directory.csv").text.count("G-1") == 0


def test_the_letter_is_translated_on_the_desk_which_refuses_an_unknown_placeholder(
    meeting, officer, signed_in
):
    letter = write_letter(meeting, officer)
    client = signed_in(officer)
    address = f"/en/translations/invitation/rci-1-2002/invitationtemplate-{letter.pk}/?to=fr"
    form = client.get(address).context["form"]
    typed = {bound.html_name: bound.value() or "" for bound in form}
    assert "“{nom}” is not known here" in client.post(address, typed | {"closing_fr": "À {nom}"}).text
    client.post(address, typed | {"closing_fr": "Fin."})
    letter.refresh_from_db()
    assert letter.closing_fr == "Fin."
