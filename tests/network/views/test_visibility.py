"""Who reads which entry and which field, on every route by which a profile leaves the portal."""

import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from acs_portal.kernel.models import Release
from network.models import Programme
from tests.network.office import LATER, added, publish_all, published
from tests.pdf_checks import assert_official_pdf, attachments_of, text_of

TIERS = {
    "": "public",
    "sela": "public",
    "administrator": "public",
    "haiti": "members",
    "aruba": "members",
    "officer": "secretariat",
    "mexico": "secretariat",
}
MARKS = {
    "public": {"ENTRYPUBLIC"},
    "members": {"ENTRYPUBLIC", "ENTRYMEMBERS", "FIELDTERMS"},
    "secretariat": {"ENTRYPUBLIC", "ENTRYMEMBERS", "ENTRYSECRETARIAT", "FIELDTERMS", "FIELDNOTE"},
}
ALL = MARKS["secretariat"]


@pytest.fixture
def profile(mexico, officer):
    """A published profile with an entry of each tier, terms for members, a note for the Secretariat."""
    published("MEX", mexico)
    for tier in ("public", "members", "secretariat"):
        added(
            "programmes",
            mexico,
            visibility=tier,
            title_en=f"ENTRY{tier.upper()}",
            terms_en="FIELDTERMS",
            note="FIELDNOTE",
            is_pooled=True,
        )
    publish_all("MEX", mexico, on=LATER)
    return Programme.objects


def browser_of(request, signed_in, reader: str) -> Client:
    return signed_in(request.getfixturevalue(reader)) if reader else Client()


def seen(text: str) -> set[str]:
    return {mark for mark in ALL if mark in text}


def everything(browser: Client, profile) -> dict[str, set[str]]:
    """What a reader meets on each route, by route."""
    pages = {
        "party": "/en/network/mex/",
        "version": "/en/network/mex/profile/2/",
        "list": "/en/network/programmes/",
        "list searched": "/en/network/programmes/?words=fieldterms",
        "card": "/en/network/mex.vcf",
        "directory": "/en/network/directory.csv",
    }
    found = {name: seen(browser.get(address).content.decode()) for name, address in pages.items()}
    found["pdf"] = seen(text_of(browser.get("/en/network/mex.pdf").content).replace("\n", ""))
    entries = [browser.get(f"/en/network/mex/programmes/{one.uid}/") for one in profile.all()]
    found["entries"] = set().union(*(seen(page.content.decode()) for page in entries))
    found["statuses"] = [page.status_code for page in entries]
    return found


@pytest.mark.parametrize("reader", TIERS)
def test_each_reader_sees_their_tier_and_nothing_above_on_every_route(request, signed_in, profile, reader):
    request.getfixturevalue("mexico")
    mine = MARKS[TIERS[reader]]
    found = everything(browser_of(request, signed_in, reader), profile)
    titles = {mark for mark in mine if mark.startswith("ENTRY")}
    assert found["party"] == titles
    assert found["version"] == found["pdf"] == found["entries"] == mine
    assert found["statuses"] == [200] * len(titles) + [404] * (3 - len(titles))
    assert (found["card"], found["directory"]) == (set(), set())
    # the list of the whole network shows a party's own entries for the Secretariat on its own pages alone
    listed = {"ENTRYPUBLIC", "ENTRYMEMBERS"} if reader == "mexico" else titles
    assert found["list"] == listed
    # who may read the terms of an entry for all finds it by words that all may read only
    assert found["list searched"] <= mine - {"ENTRYPUBLIC"}


def test_the_issued_document_and_what_it_carries_are_what_everybody_may_read(client, profile):
    release = Release.objects.order_by("-number").first()
    data = client.get("/en/network/mex.pdf").content
    assert_official_pdf(data, language="en", contains=["ENTRYPUBLIC", release.sha256[:20]])
    attached = attachments_of(data)
    assert list(attached) == ["profile-part.json"]
    assert seen(attached["profile-part.json"].decode()) == {"ENTRYPUBLIC"}
    assert seen(json.dumps(json.loads(release.canonical))) == ALL  # the snapshot holds all
    for address in (f"/verify/{release.sha256}/", f"/en/network/mex/profile/{release.number}/"):
        assert seen(client.get(address).content.decode()) <= {"ENTRYPUBLIC"}


def test_a_copy_for_members_says_for_whom_it_is(signed_in, haiti, profile):
    data = signed_in(haiti).get("/en/network/mex.pdf").content
    words = "for Members only"
    assert_official_pdf(data, language="en", contains=["ENTRYMEMBERS", words])


def verified(client, name: str, data: bytes) -> str:
    """What /verify/ says of a file, in words of the title of its answer."""
    answer = client.post("/verify/?lang=en", {"file": SimpleUploadedFile(name, data)}, follow=True)
    return re.search(r'class="alert-title">(.*?)</p>', answer.text)[1]


def test_a_copy_and_the_words_it_carries_are_known_to_verify(signed_in, haiti, client, profile):
    copy = signed_in(haiti).get("/en/network/mex.pdf").content
    assert verified(client, "mex.pdf", copy) == (
        "This is a copy for some readers, made when one of them asked for it."
    )
    for data in (copy, client.get("/en/network/mex.pdf").content):
        words = attachments_of(data)["profile-part.json"]
        assert verified(client, "part.json", words).startswith("These words are a part of what was released")
        forged = words.replace(b"ENTRYPUBLIC", b"ENTRYFORGED")
        assert verified(client, "part.json", forged) == "This file was changed after it was issued."
    release = Release.objects.order_by("-number").first()
    french = "".join(text_of(client.get("/fr/network/mex.pdf").content).split())
    assert f"/verify/{release.sha256}/?lang=fr" in french


def test_the_history_on_the_page_of_a_party_tells_the_public_no_titles(client, profile):
    text = client.get("/en/network/mex/").content.decode()
    history = text[text.index('id="history"') :]
    assert "Programmes under way" in history
    assert seen(history) == set()


@pytest.mark.parametrize(("reader", "status"), [("", 403), ("haiti", 403), ("mexico", 403), ("officer", 200)])
def test_the_frozen_words_of_a_profile_with_restricted_parts_are_for_the_secretariat(
    request, signed_in, profile, reader, status
):
    release = Release.objects.order_by("-number").first()
    browser, address = browser_of(request, signed_in, reader), reverse("verify_json", args=[release.sha256])
    page = browser.get(f"/verify/{release.sha256}/").content.decode()
    assert (f'href="{address}"' in page) == (status == 200)
    answer = browser.get(address)
    assert answer.status_code in (status, 302)  # who is not logged in is asked to
    assert seen(answer.content.decode()) == (ALL if status == 200 else set())


def test_the_frozen_words_of_a_profile_without_such_parts_are_for_everybody(client, profile):
    first = Release.objects.order_by("number").first()
    answer = client.get(reverse("verify_json", args=[first.sha256]))
    assert (answer.status_code, answer.content.decode()) == (200, first.canonical)


def test_a_profile_of_a_day_past_is_what_it_was_then_for_each_reader(signed_in, client, haiti, profile):
    before = client.get("/en/network/mex/?on=2002-04-11").content.decode()
    assert "Ministry of Foreign Affairs" in before
    assert seen(before) == set()
    then = client.get("/en/network/mex/?on=2002-04-13").content.decode()
    assert seen(then) == {"ENTRYPUBLIC"}
    assert seen(signed_in(haiti).get("/en/network/mex/?on=2002-04-13").content.decode()) == MARKS["members"]
