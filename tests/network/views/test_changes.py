"""The Atom feeds: valid by RFC 4287, stable, public only, asked for again at no cost."""

from datetime import datetime
from xml.etree import ElementTree

import pytest

from tests.network.office import LATER, published

ATOM = "{http://www.w3.org/2005/Atom}"
FEEDS = ["/en/network/changes.atom", "/fr/network/mex/changes.atom"]


@pytest.fixture
def feed_of(client):
    """The root of a feed."""
    return lambda address: ElementTree.fromstring(client.get(address).content)


@pytest.mark.parametrize("address", FEEDS)
def test_a_feed_has_what_the_standard_requires(client, feed_of, mexico, haiti, address):
    published("MEX", mexico)
    root = feed_of(address)
    entries = root.findall(f"{ATOM}entry")
    assert root.tag == f"{ATOM}feed"
    assert len(entries) >= 2
    for node in (root, *entries):
        assert [len(node.findall(ATOM + name)) for name in ("id", "title", "updated")] == [1, 1, 1]
        assert datetime.fromisoformat(node.find(f"{ATOM}updated").text).tzinfo
        assert all(link.get("href").startswith("http") for link in node.findall(f"{ATOM}link"))
    assert root.find(f"{ATOM}author/{ATOM}name").text
    ids = [node.find(f"{ATOM}id").text for node in (root, *entries)]
    assert len(set(ids)) == len(ids)
    assert all(one.startswith("tag:") for one in ids)
    assert root.find(f"{ATOM}link[@rel='self']").get("href").endswith(address)
    assert client.get(address)["Content-Type"] == "application/atom+xml; charset=utf-8"


def test_ids_stay_and_the_newest_comes_first(feed_of, mexico):
    published("MEX", mexico)
    before = [node.find(f"{ATOM}id").text for node in feed_of(FEEDS[0]).findall(f"{ATOM}entry")]
    published("MEX", mexico, on=LATER, policy_en="Another policy")
    entries = feed_of(FEEDS[0]).findall(f"{ATOM}entry")
    after = [node.find(f"{ATOM}id").text for node in entries]
    assert set(before) < set(after)
    moments = [node.find(f"{ATOM}updated").text for node in entries]
    assert moments == sorted(moments, reverse=True)


@pytest.mark.parametrize("address", FEEDS)
def test_who_has_the_feed_already_gets_nothing_again(client, mexico, address):
    published("MEX", mexico)
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    since = client.get(address, headers={"If-Modified-Since": first["Last-Modified"]})
    assert (first.status_code, again.status_code, again.content, since.status_code) == (200, 304, b"", 304)
    published("MEX", mexico, on=LATER, policy_en="Another policy")
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_a_feed_tells_neither_drafts_nor_contacts(client, mexico):
    published("MEX", mexico)
    text = client.get(FEEDS[0]).content.decode()
    assert mexico.email not in text


def test_an_empty_feed_is_one_and_an_unknown_party_has_none(client, feed_of, parties):
    assert feed_of("/es/network/cub/changes.atom").find(f"{ATOM}updated").text
    assert client.get("/en/network/zzz/changes.atom").status_code == 404
    assert client.get("/en/network/CUB/changes.atom").url == "/en/network/cub/changes.atom"


def test_pages_name_their_feed_and_members_read_what_is_new(client, signed_in, haiti):
    assert 'href="/en/network/changes.atom"' in client.get("/en/network/").content.decode()
    assert 'href="/en/network/hti/changes.atom"' in client.get("/en/network/hti/").content.decode()
    assert "What is new in the network" not in client.get("/en/network/").content.decode()
    assert "What is new in the network" in signed_in(haiti).get("/en/network/").content.decode()


def test_the_feed_takes_few_queries(client, mexico, django_assert_max_num_queries):
    published("MEX", mexico)
    with django_assert_max_num_queries(4):
        client.get(FEEDS[0])
