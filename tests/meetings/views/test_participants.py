import pytest

from acs_portal.kernel.models import Release
from meetings.domain import participants
from tests.meetings.conftest import ON, add_delegate, register
from tests.pdf_checks import text_of

PAGE = "/en/meetings/rci-1-2002/participants/"


@pytest.fixture
def gathered(meeting, officer):
    """Two Mexicans, of whom one agrees to be listed, a Cuban who agrees, a Spaniard who does not."""
    mexicans = register(meeting, officer, "MEX")
    add_delegate(mexicans, officer, "Núñez", role="head")
    add_delegate(mexicans, officer, "Zapata", is_listed=False)
    add_delegate(register(meeting, officer, "CUB"), officer, "Álvarez")
    add_delegate(register(meeting, officer, "ESP"), officer, "Bosch", is_listed=False)
    return meeting


def names(response) -> list[str]:
    return [row.delegate.facts["family_name"] for row in response.context["rows"]]


def test_the_public_sees_who_agreed_and_how_many_there_are(gathered, client):
    response = client.get(PAGE)
    assert names(response) == ["Álvarez", "Núñez"]
    assert "2 of 4 delegates agreed to appear in public" in response.content.decode()
    assert "ZAPATA" not in response.content.decode()


@pytest.mark.parametrize("who", ["mexico", "aruba", "sela", "officer"])
def test_members_observers_and_the_secretariat_see_all(gathered, signed_in, who, request):
    response = signed_in(request.getfixturevalue(who)).get(PAGE)
    assert names(response) == ["Álvarez", "Núñez", "Zapata", "Bosch"]


@pytest.mark.parametrize(("who", "shown"), [("mexico", False), ("sela", False), ("officer", True)])
def test_addresses_are_for_the_secretariat(gathered, signed_in, who, shown, request):
    page = signed_in(request.getfixturevalue(who)).get(PAGE).content.decode()
    assert ("zapata@example.org" in page) == shown


def test_the_administrator_of_accounts_sees_what_the_public_sees(gathered, administrator, signed_in):
    assert names(signed_in(administrator).get(PAGE)) == ["Álvarez", "Núñez"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=nunez", ["Núñez"]),
        ("q=ana mexico", ["Núñez", "Zapata"]),
        ("q=directora cuba", ["Álvarez"]),
        ("q=nothing", []),
        ("sort=name", ["Álvarez", "Bosch", "Núñez", "Zapata"]),
        ("sort=-name", ["Zapata", "Núñez", "Bosch", "Álvarez"]),
        ("sort=-party", ["Bosch", "Zapata", "Núñez", "Álvarez"]),
        ("sort=nonsense", ["Álvarez", "Núñez", "Zapata", "Bosch"]),
    ],
)
def test_searching_and_sorting(gathered, officer, signed_in, query, found):
    assert names(signed_in(officer).get(f"{PAGE}?{query}")) == found


def test_a_search_cannot_find_who_is_not_listed(gathered, client):
    assert names(client.get(f"{PAGE}?q=zapata")) == []


def test_the_list_is_issued_and_read_by_members(gathered, officer, mexico, signed_in, client):
    browser = signed_in(officer)
    page = browser.post(f"{PAGE}release/")
    assert page.context["form"].non_field_errors()[0].startswith("The text has changed")
    seen = page.context["form"]["seen"].value()
    response = browser.post(f"{PAGE}release/", {"seen": seen}, follow=True)
    assert [release.symbol for release in response.context["releases"]] == ["ACS/2002/RCI.I/INF.001"]
    pdf = signed_in(mexico).get("/es/meetings/rci-1-2002/participants.pdf")
    assert pdf.headers["Content-Disposition"] == 'inline; filename="ACS-2002-RCI.I-INF.001-es.pdf"'
    assert "Ms. Ana ZAPATA" in text_of(pdf.content)
    assert "/accounts/login/" in client.get("/es/meetings/rci-1-2002/participants.pdf").url


def test_issued_twice_says_that_nothing_changed(gathered, officer, signed_in):
    participants.release(meeting=gathered, by=officer, on=ON)
    browser = signed_in(officer)
    seen = browser.get(f"{PAGE}release/").context["form"]["seen"].value()
    response = browser.post(f"{PAGE}release/", {"seen": seen})
    assert response.context["form"].non_field_errors() == [
        "Nothing has changed since the last release, so there is nothing to release."
    ]


def test_the_list_that_is_issued_is_the_one_in_sight(gathered, officer, signed_in):
    browser = signed_in(officer)
    page = browser.get(f"{PAGE}release/")
    assert "Ms. Ana ZAPATA" in page.content.decode()
    seen = page.context["form"]["seen"].value()
    add_delegate(register(gathered, officer, "HTI"), officer, "Late")
    page = browser.post(f"{PAGE}release/", {"seen": seen})
    assert page.context["form"].non_field_errors() == [
        "The text has changed since you opened this page. Look at it again, then decide."
    ]
    assert "Ms. Ana LATE" in page.content.decode()
    assert not Release.objects.exists()
    assert browser.post(f"{PAGE}release/", {"seen": page.context["form"]["seen"].value()}).url == PAGE
    assert Release.objects.count() == 1


@pytest.mark.parametrize("who", ["nobody", "mexico", "officer"])
def test_the_budget(meeting, officer, client, signed_in, query_budget, who, request):
    browser = client if who == "nobody" else signed_in(request.getfixturevalue(who))
    mexicans, cubans = register(meeting, officer, "MEX"), register(meeting, officer, "CUB")

    def make(count):
        for number in range(count):
            add_delegate((mexicans, cubans)[number % 2], officer, f"No {number} of {count}")

    query_budget(lambda: browser.get(PAGE), make=make)
