import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from acs_portal.kernel import corrigenda, identity, releases
from acs_portal.kernel.models import StoredFile
from meetings.domain import agenda, agenda_release
from tests.actionplan.conftest import NOW, make_meeting
from tests.kernel.test_releases import NOON, release_something
from tests.network.office import added, published

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("accepts", "address"),
    [("es-MX,es;q=0.9", "/es/"), ("fr", "/fr/"), ("de", "/en/"), ("", "/en/")],
)
def test_the_root_leads_to_the_visitors_language(client, accepts, address):
    response = client.get("/", headers={"accept-language": accepts})
    assert (response.status_code, response.url) == (302, address)


def test_the_choice_of_a_language_is_remembered(client):
    client.get("/accounts/login/?lang=fr")
    assert client.get("/", headers={"accept-language": "es"}).url == "/fr/"


def test_an_unknown_language_in_the_address_is_a_page_that_is_not_there(client):
    assert client.get("/de/network/").status_code == 404


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "There is no page here"),
        ("es", "Aquí no hay ninguna página"),
        ("fr", "Il n’y a pas de page ici"),
    ],
)
def test_a_missing_page_is_told_in_the_language_of_the_address(client, language, words):
    response = client.get(f"/{language}/no-such-page/")
    assert response.status_code == 404
    assert words in response.text


def test_health_is_ok_while_database_and_storage_answer(client):
    response = client.get("/healthz")
    assert (response.status_code, response.text) == (200, "ok\n")


def test_health_says_what_fails(client, settings, tmp_path):
    settings.VAR = tmp_path / "gone"
    response = client.get("/healthz")
    assert (response.status_code, response.text) == (503, "failing: storage\n")


def test_health_notices_a_database_that_does_not_answer(client, monkeypatch):
    def dead():
        raise OSError

    monkeypatch.setattr(connection, "cursor", dead)
    assert client.get("/healthz").text == "failing: database\n"


def test_a_page_carries_a_strict_policy_and_no_inline_code(client, parties):
    response = client.get("/en/")
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "style=" not in response.text
    assert "<script>" not in response.text


class TestVerify:
    def test_the_bytes_of_an_issued_document_are_known(self, client, officer):
        release_something(officer, symbol="T/1")
        digest = hashlib.sha256(b"%PDF-1.7 Agenda").hexdigest()
        response = client.get(f"/verify/{digest}/")
        assert response.status_code == 200
        assert "byte for byte" in response.text
        assert "T/1" in response.text

    def test_one_changed_byte_is_not_known(self, client, officer):
        release_something(officer)
        digest = hashlib.sha256(b"%PDF-1.7 agenda").hexdigest()
        response = client.get(f"/verify/{digest}/")
        assert response.status_code == 404
        assert "Nothing with this hash was issued here" in response.text

    def test_the_words_of_a_release_are_known_by_their_hash(self, client, officer):
        release = release_something(officer)
        assert "These words were released here" in client.get(f"/verify/{release.sha256}/").text

    def test_a_later_release_is_named_and_linked(self, client, officer):
        old = release_something(officer, "one")
        new = release_something(officer, "two", symbol="T/2")
        page = client.get(f"/verify/{old.sha256}/").text
        assert "No: T/2 is later" in page
        assert f'href="/verify/{new.sha256}/?lang=en"' in page
        assert "Yes, nothing later" in client.get(f"/verify/{new.sha256}/").text

    def test_who_released_it_in_which_capacity_is_told(self, client, officer):
        page = client.get(f"/verify/{release_something(officer).sha256}/").text
        assert "<dd>Olive Officer, Secretariat officer</dd>" in page

    def test_the_hash_is_shown_in_groups(self, client, officer):
        digest = release_something(officer).sha256
        assert " ".join(digest[n : n + 8] for n in range(0, 64, 8)) in client.get(f"/verify/{digest}/").text

    def test_a_document_that_a_corrigendum_corrects_says_so_in_that_language_alone(self, client, officer):
        old = release_something(officer, symbol="T/1")
        releases.issue(old, "fr", b"%PDF-1.7 French", NOON)
        words = {"root": {"title": "Ordre du jour"}}
        made = corrigenda.correct(old, "fr", words, reason="Wrong", by=officer, on=NOON)
        french, english = (hashlib.sha256(b"%PDF-1.7 " + name).hexdigest() for name in (b"French", b"Agenda"))
        assert "No: T/1/Corr.1 corrects it in this language." in client.get(f"/verify/{french}/").text
        assert "Yes, nothing later" in client.get(f"/verify/{english}/").text
        page = client.get(f"/verify/{made.sha256}/").text
        assert "Corrigendum 1 to T/1, in this language only" in page
        assert "Yes, nothing later" in page

    def changed(self, client, digest: str, language: str = "fr"):
        data = b"%PDF-1.7 forged /ID [(" + identity.identifier(digest, language) + b")(x)]"
        return client.post("/verify/", {"file": SimpleUploadedFile("a.pdf", data)}, follow=True)

    def test_a_changed_file_is_told_apart_from_an_unknown_one(self, client, officer):
        release = release_something(officer, symbol="T/1")
        page = self.changed(client, release.sha256)
        assert page.status_code == 200
        assert "This file was changed after it was issued." in page.text
        assert "It claims to be T/1 of 11 April 2002" in page.text
        unknown = self.changed(client, "0" * 64)
        assert unknown.status_code == 404
        assert "Nothing with this hash was issued here." in unknown.text

    def test_of_an_issued_file_its_mark_does_not_matter(self, client, officer):
        release = release_something(officer)
        data = b"%PDF-1.7 /ID [(" + identity.identifier(release.sha256, "en") + b")(x)]"
        releases.issue(release, "es", data, NOON)
        page = client.post("/verify/", {"file": SimpleUploadedFile("a.pdf", data)}, follow=True)
        assert "byte for byte" in page.text

    def test_nothing_of_a_file_is_kept(self, client, officer, settings):
        self.changed(client, release_something(officer).sha256)
        assert not settings.MEDIA_ROOT.exists()
        assert not StoredFile.objects.exists()

    def test_the_canonical_json_is_for_those_who_may_read_the_release(self, client, officer, signed_in):
        release = release_something(officer, symbol="T/1")
        address = f"/verify/{release.sha256}.json"
        assert client.get(address).status_code == 403
        assert f'href="{address}"' not in client.get(f"/verify/{release.sha256}/").text
        response = signed_in(officer).get(address)
        assert response.content.decode() == release.canonical
        assert response.headers["Content-Disposition"] == 'attachment; filename="T-1.json"'
        page = client.post(
            "/verify/", {"file": SimpleUploadedFile("T-1.json", response.content)}, follow=True
        )
        assert "These words were released here" in page.text

    def test_what_was_not_released_has_no_json_and_no_pdf(self, client):
        for address in (f"/verify/{'0' * 64}.json", f"/verify/{'0' * 64}/en.pdf", "/verify/x/en.pdf"):
            assert client.get(address).status_code == 404

    def test_a_file_is_verified_by_its_own_bytes(self, client, officer):
        release_something(officer)
        file = SimpleUploadedFile("agenda.pdf", b"%PDF-1.7 Agenda")
        response = client.post("/verify/", {"file": file}, follow=True)
        assert "byte for byte" in response.text

    def test_nothing_given_is_told(self, client):
        assert "Give the hash or choose the file" in client.post("/verify/", {}).text

    def test_what_is_typed_and_is_no_hash_is_told(self, client):
        for typed in ("/", "abc", "g" * 64):
            assert "has 64 digits" in client.post("/verify/", {"sha256": typed}).text

    def test_something_that_is_no_hash_gets_an_answer_and_not_an_error(self, client):
        assert client.get("/verify/<script>/").status_code == 404


class TestAccount:
    def test_language_and_time_zone_are_kept(self, signed_in, mexico):
        browser = signed_in(mexico)
        data = {"name": "Marisol Medina", "language": "fr", "time_zone": "America/Havana"}
        response = browser.post("/en/account/", data)
        assert response.url == "/fr/account/"
        mexico.refresh_from_db()
        assert (mexico.language, mexico.time_zone) == ("fr", "America/Havana")

    def test_the_rights_are_shown_as_they_follow_from_the_designation(self, signed_in, mexico):
        page = signed_in(mexico).get("/en/account/").text
        assert "Primary focal point – Mexico" in page
        assert "Holder of a post of a member state" in page
        assert "Secretariat officer" not in page

    def test_the_secretariat_is_asked_for_a_second_factor(self, signed_in, officer, mexico):
        ask = "asked for a second factor"
        assert ask in signed_in(officer).get("/en/tasks/").text
        assert ask not in signed_in(mexico).get("/en/tasks/").text


class TestTheBudgetOfTasks:
    """The first page after login asks the database at most twelve times, whatever there is to do."""

    def test_of_the_secretariat(self, officer, parties, signed_in, query_budget):
        browser, made = signed_in(officer), []

        def make(count: int) -> None:
            for _number in range(count):
                meeting = make_meeting(f"m-{len(made)}", f"B{len(made)}")
                agenda.add_item(meeting=meeting, title={"en": "Opening"}, by=officer, on=NOW)
                agenda_release.release(meeting=meeting, note={}, acknowledged=True, by=officer, on=NOW)
                made.append(meeting)

        query_budget(lambda: browser.get("/en/tasks/"), make=make, sizes=(2, 12))

    def test_of_a_focal_point(self, mexico, signed_in, query_budget):
        browser = signed_in(mexico)
        published("MEX", mexico)

        def make(count: int) -> None:
            for number in range(count):
                added("offers", mexico, title_en=f"Offer {number}")

        query_budget(lambda: browser.get("/en/tasks/"), make=make)
