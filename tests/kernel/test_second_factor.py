import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _a_real_site(settings):
    settings.SECOND_FACTOR_REQUIRED = True


def test_who_works_in_the_house_is_led_to_add_a_second_factor(signed_in, parties, officer, administrator):
    for person in (officer, administrator):
        response = signed_in(person).get("/en/tasks/")
        assert (response.status_code, response.url) == (302, "/accounts/2fa/")


def test_with_a_second_factor_the_way_is_open(signed_in, parties, officer):
    TOTP.activate(officer, generate_totp_secret())
    assert signed_in(officer).get("/en/tasks/").status_code == 200


def test_it_is_asked_before_anything_is_done(signed_in, officer):
    response = signed_in(officer).post("/en/account/", {"name": "Other", "language": "es"})
    assert response.url == "/accounts/2fa/"
    officer.refresh_from_db()
    assert officer.name == "Olive Officer"


def test_focal_points_and_public_pages_are_not_asked(signed_in, client, mexico, officer):
    assert signed_in(mexico).get("/es/tasks/").status_code == 200
    assert signed_in(officer).get("/en/network/").status_code == 200
    assert client.get("/en/").status_code == 200
