from datetime import timedelta

import pytest
from django.utils import timezone

from acs_portal.kernel import accounts
from acs_portal.kernel.models import Act, Invitation, Message, User

pytestmark = pytest.mark.django_db
GOOD = "a-long-and-rare-word"


@pytest.fixture
def invited(db) -> User:
    """Somebody who was designated and has no password yet."""
    return User.objects.create_user("new@example.org", name="Nora New")


@pytest.fixture
def link(invited, officer) -> str:
    """The address in the invitation."""
    accounts.invite(invited, by=officer, on=timezone.now())
    words = Message.objects.get().text
    return next(word for word in words.split() if "/accounts/invitation/" in word).removeprefix(
        "http://127.0.0.1:8000"
    )


def test_the_invited_person_sets_a_password_and_is_logged_in(client, link, invited):
    response = client.post(link, {"password": GOOD, "again": GOOD})
    assert (response.status_code, response.url) == (302, "/en/tasks/")
    invited.refresh_from_db()
    assert invited.check_password(GOOD)
    assert client.session["_auth_user_id"] == str(invited.pk)


def test_the_link_works_once(client, link):
    client.post(link, {"password": GOOD, "again": GOOD})
    client.logout()
    response = client.get(link)
    assert response.status_code == 410
    assert "already taken" in response.text


def test_an_expired_invitation_says_what_to_do(client, link):
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    response = client.get(link)
    assert response.status_code == 410
    assert "Ask the Secretariat for a new one" in response.text


def test_a_link_that_is_not_known_gives_nothing_away(client, db):
    response = client.get("/accounts/invitation/not-a-token/")
    assert response.status_code == 410
    assert "not known" in response.text


def test_a_new_invitation_takes_the_place_of_the_old_one(client, link, invited, officer):
    accounts.invite(invited, by=officer, on=timezone.now())
    assert client.get(link).status_code == 410


@pytest.mark.parametrize(
    ("password", "again", "complaint"),
    [
        ("short", "short", "too short"),
        ("password1234", "password1234", "too common"),
        (GOOD, GOOD + "x", "not the same"),
    ],
)
def test_a_bad_password_is_refused_with_the_reason(client, link, invited, password, again, complaint):
    response = client.post(link, {"password": password, "again": again})
    assert response.status_code == 200
    assert complaint in response.text
    invited.refresh_from_db()
    assert not invited.has_usable_password()


def test_who_has_a_password_is_not_invited_again(officer, approver):
    with pytest.raises(accounts.AlreadyActive):
        accounts.invite(officer, by=approver, on=timezone.now())


def test_the_token_is_not_in_the_database(link):
    token = link.split("/")[3]
    assert Invitation.objects.get().token_hash == Invitation.hash_of(token)
    assert token != Invitation.objects.get().token_hash


def test_nobody_signs_up_alone(client, db):
    response = client.post(
        "/accounts/signup/", {"email": "x@example.org", "password1": GOOD, "password2": GOOD}
    )
    assert "by invitation" in response.text
    assert User.objects.count() == 0


def test_a_wrong_password_is_refused_without_saying_which_part_is_wrong(client, officer):
    unknown = client.post("/accounts/login/", {"login": "nobody@example.org", "password": "x"})
    wrong = client.post("/accounts/login/", {"login": officer.email, "password": "x"})
    words = "The email address and/or password you specified are not correct."
    assert words in unknown.text
    assert words in wrong.text
    assert f'value="{officer.email}"' in wrong.text


def test_login_leads_to_what_is_waiting(client, parties, officer):
    response = client.post("/accounts/login/", {"login": officer.email, "password": "margarita-2001"})
    assert (response.status_code, response.url) == (302, "/en/tasks/")


def test_the_administrator_creates_an_account_and_the_invitation_leaves(signed_in, administrator):
    response = signed_in(administrator).post(
        "/admin/kernel/user/add/",
        {
            "email": "n@example.org",
            "name": "N",
            "language": "es",
            "time_zone": "America/Havana",
            "is_active": "on",
        },
    )
    assert response.status_code == 302
    assert Invitation.objects.get().email == "n@example.org"
    assert Message.objects.get().language == "es"


class TestTheHouseKeepsItsKeys:
    def test_the_words_of_an_invitation_are_forgotten_once_it_is_sent(
        self, invited, officer, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            accounts.invite(invited, by=officer, on=timezone.now())
        message = Message.objects.get()
        assert (message.sent_at is not None, message.text, message.html) == (True, "", "")

    def test_nobody_reads_the_link_of_an_invitation_in_the_outbox(
        self, link, signed_in, officer, administrator
    ):
        token, pk = link.split("/")[3], Message.objects.get().pk
        for person in (officer, administrator):
            assert token not in signed_in(person).get(f"/admin/kernel/message/{pk}/change/").text

    def form(self, user, **changed) -> dict:
        data = {"email": user.email, "name": user.name, "language": "en", "time_zone": user.time_zone}
        return data | {"role": user.role, "is_active": "on"} | changed

    def test_an_administrator_does_not_change_the_own_role(self, signed_in, administrator):
        response = signed_in(administrator).post(
            f"/admin/kernel/user/{administrator.pk}/change/", self.form(administrator, role="approver")
        )
        assert "Nobody changes their own role" in response.text
        administrator.refresh_from_db()
        assert administrator.role == "administrator"

    def test_a_new_address_is_told_to_both_and_recorded_without_its_words(
        self, signed_in, administrator, officer
    ):
        old = officer.email
        signed_in(administrator).post(
            f"/admin/kernel/user/{officer.pk}/change/", self.form(officer, email="other@example.org")
        )
        assert sorted(Message.objects.values_list("address", flat=True)) == sorted([old, "other@example.org"])
        act = Act.objects.get(did="account.change")
        assert (act.by, act.after) == (administrator, {"email": "***"})

    def test_an_expired_invitation_is_sent_again_by_the_administrator(self, link, signed_in, administrator):
        Invitation.objects.update(expires_at=timezone.now() - timedelta(days=1))
        pk = User.objects.get(email="new@example.org").pk
        signed_in(administrator).post(
            "/admin/kernel/user/", {"action": "invite_again", "_selected_action": [pk]}
        )
        assert Invitation.objects.filter(expires_at__gt=timezone.now()).count() == 1

    def test_nobody_changes_the_own_address(self, signed_in, mexico):
        response = signed_in(mexico).post("/accounts/email/", {"email": "new@example.org", "action_add": ""})
        assert response.status_code == 302
        mexico.refresh_from_db()
        assert mexico.email == "mexico@example.org"
        assert not mexico.emailaddress_set.filter(email="new@example.org").exists()


def test_every_page_of_the_security_of_an_account_opens(signed_in, mexico):
    browser = signed_in(mexico)
    for page in ("2fa/", "2fa/webauthn/", "sessions/", "password/change/"):
        assert browser.get(f"/accounts/{page}").status_code == 200, page
