"""The pages of the outbox, and the link by which a person unsubscribes from news."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from acs_portal.kernel import acts, news, outbox
from acs_portal.kernel.models import Act, Message, User

pytestmark = pytest.mark.django_db
PAGE = "/en/messages/"


def tell(person, cause="x", **changes) -> Message:
    """A message to a person, its columns then as `changes` say."""
    context = {"old": "a", "new": "b", "by": person}
    message = outbox.post(person, "address_changed", cause=cause, context=context)
    Message.objects.filter(pk=message.pk).update(**changes)
    message.refresh_from_db()
    return message


@pytest.fixture
def unreachable(mexico):
    mexico.unreachable_since, mexico.unreachable_why = timezone.now(), "550 5.1.1 No such user"
    mexico.save()
    return mexico


class TestFolders:
    @pytest.fixture
    def messages(self, officer, haiti, unreachable):
        now = timezone.now()
        return {
            "waiting": tell(officer, "waiting"),
            "failed": tell(haiti, "failed", attempts=2, last_error="451 later", failed_at=now),
            "given_up": tell(haiti, "given up", attempts=outbox.MOST_ATTEMPTS, last_error="timed out"),
            "unreachable": tell(unreachable, "unreachable", attempts=1, last_error="550 5.1.1 No such user"),
            "gone": tell(haiti, "gone", sent_at=now, attempts=1),
        }

    def test_each_message_lies_in_one_folder(self, messages, officer, signed_in):
        browser = signed_in(officer)
        for folder, message in messages.items():
            page = browser.get(PAGE, {"folder": folder})
            assert [row[0] for row in page.context["rows"]] == [message]
            assert [count for _name, _label, count in page.context["folders"]] == [1, 1, 1, 1, 1]

    def test_the_reason_is_said_in_plain_words_with_the_next_attempt(self, messages, officer, signed_in):
        browser = signed_in(officer)
        failed = browser.get(PAGE, {"folder": "failed"})
        [(message, why, next_attempt)] = failed.context["rows"]
        assert (why, next_attempt) == (
            "The mail server asks to try later.",
            message.failed_at + timedelta(minutes=2),
        )
        assert "2 attempts, the next one" in failed.text
        assert "The mail server does not answer." in browser.get(PAGE, {"folder": "given_up"}).text
        refused = browser.get(PAGE, {"folder": "unreachable"}).text
        assert "refuses this address" in refused
        assert "the next one" not in refused

    def test_an_address_is_found_in_its_folder(self, messages, officer, haiti, mexico, signed_in):
        browser = signed_in(officer)
        page = browser.get(PAGE, {"folder": "gone", "address": "HAITI@"})
        assert [row[0].to for row in page.context["rows"]] == [haiti]
        assert [count for _name, _label, count in page.context["folders"]] == [0, 1, 1, 0, 1]
        assert "None has “nobody”" in browser.get(PAGE, {"address": "nobody"}).text

    def test_nonsense_in_the_address_shows_the_sent_ones(self, messages, officer, signed_in):
        page = signed_in(officer).get(PAGE, {"folder": "../etc", "page": "x"})
        assert (page.status_code, page.context["folder"]) == (200, "gone")

    def test_the_pages_are_turned(self, officer, haiti, signed_in):
        for number in range(51):
            tell(haiti, str(number), sent_at=timezone.now())
        browser = signed_in(officer)
        assert "1 of 2" in browser.get(PAGE).text
        assert len(browser.get(PAGE, {"page": 2}).context["rows"]) == 1

    def test_the_budget(self, officer, parties, signed_in, query_budget):
        browser = signed_in(officer)

        def make(count):
            for number in range(count):
                somebody = User.objects.create_user(f"{User.objects.count()}@example.org", name="N")
                tell(somebody, str(number), sent_at=timezone.now())

        query_budget(lambda: browser.get(PAGE), make=make, sizes=(10, 50))


class TestOneMessage:
    def test_its_words_are_shown_exactly(self, officer, mexico, signed_in):
        message = tell(mexico, last_error="451 <later>")
        page = signed_in(officer).get(f"{PAGE}{message.pk}/")
        assert page.context["text"] == message.text
        opened = '<pre class="letter" lang="es" tabindex="0" role="region" aria-label="The message">'
        assert f"{opened}{message.text}" in page.text
        assert "451 &lt;later&gt;" in page.text

    def test_those_of_a_secret_never(self, officer, mexico, signed_in):
        message = tell(mexico, is_secret=True)
        page = signed_in(officer).get(f"{PAGE}{message.pk}/").text
        assert message.text.splitlines()[2] not in page
        assert "for its recipient alone" in page

    def test_sending_again_asks_first_and_is_recorded(self, smtp, officer, mexico, signed_in):
        message, browser = tell(mexico, sent_at=timezone.now()), signed_in(officer)
        address = f"{PAGE}{message.pk}/again/"
        assert "would get it twice" in browser.get(address).text
        message.refresh_from_db()
        assert message.again == 0
        page = browser.post(address, follow=True)
        assert page.redirect_chain == [(f"{PAGE}{message.pk}/", 302)]
        message.refresh_from_db()
        assert (message.again, acts.history(message)[0].did) == (1, "message.resend")
        assert "had the message sent again" in page.text

    def test_what_to_know_before_is_said(self, officer, mexico, signed_in):
        message = tell(mexico, kind="meeting_opens")
        User.objects.filter(pk=mexico.pk).update(news="never", email="new@example.org")
        page = signed_in(officer).get(f"{PAGE}{message.pk}/again/").text
        assert "new@example.org. The person has another address since" in page
        assert "has unsubscribed from such news" in page

    def test_what_cannot_be_sent_again_is_said(self, officer, mexico, signed_in):
        message = tell(mexico, sent_at=timezone.now(), text="", is_secret=True)
        browser = signed_in(officer)
        assert "Send again" not in browser.get(f"{PAGE}{message.pk}/").text
        page = browser.post(f"{PAGE}{message.pk}/again/", follow=True)
        assert "Invite the person again instead" in page.text
        assert not Act.objects.filter(did="message.resend").exists()

    def test_a_focal_point_does_not_read_the_messages_of_others(self, mexico, haiti, signed_in):
        message = tell(haiti)
        assert signed_in(mexico).get(f"{PAGE}{message.pk}/").status_code == 403
        assert "/en/messages/" not in signed_in(mexico).get("/en/tasks/").text


class TestUnreachable:
    def test_the_person_sees_it_on_the_account(self, unreachable, signed_in):
        page = signed_in(unreachable).get("/en/account/").text
        assert "messages to mexico@example.org come back" in page
        assert "550 5.1.1 No such user" in page

    def test_it_waits_for_those_who_look_after_messages(self, unreachable, officer, signed_in):
        tell(unreachable)
        tell(officer, attempts=outbox.MOST_ATTEMPTS)
        page = signed_in(officer).get("/en/tasks/")
        tasks = {task.title: task.detail for task in page.context["tasks"]}
        assert tasks["1 person can't be reached by e-mail"] == "Marisol Medina"
        assert "1 message could not be sent" in tasks
        own = signed_in(unreachable).get("/en/tasks/").context["tasks"]
        assert not [task for task in own if "reached" in task.title]


class TestUnsubscribe:
    @pytest.fixture
    def link(self, mexico) -> str:
        return news.address_of(mexico).removeprefix("http://127.0.0.1:8000")

    @pytest.fixture
    def strict(self) -> Client:
        """A browser that is not logged in, on a server that checks for forged forms."""
        return Client(enforce_csrf_checks=True)

    def test_a_look_asks_and_changes_nothing(self, strict, link, mexico):
        page = strict.get(link)
        assert (page.status_code, page.headers["Content-Language"]) == (200, "en")
        assert 'lang="es"' in page.text
        assert page.context["form"]["news"].value() == "never"
        mexico.refresh_from_db()
        assert mexico.news == "now"

    def test_one_press_of_a_mail_program_is_enough(self, strict, link, mexico):
        response = strict.post(
            link, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded"
        )
        mexico.refresh_from_db()
        assert (response.status_code, mexico.news) == (200, "never")

    def test_there_is_a_way_back(self, strict, link, mexico):
        strict.post(link, {"news": "never"})
        page = strict.post(link, {"news": "weekly"})
        mexico.refresh_from_db()
        assert (mexico.news, page.context["form"]["news"].value()) == ("weekly", "weekly")

    def test_a_choice_that_there_is_not_changes_nothing(self, strict, link, mexico):
        strict.post(link, {"news": "hourly"})
        mexico.refresh_from_db()
        assert mexico.news == "now"

    def test_another_link_is_refused_on_a_clear_page(self, strict, link, haiti):
        forged = (
            link.replace(str(haiti.pk - 1), str(haiti.pk), 1) if str(haiti.pk - 1) in link else link + "x"
        )
        for address in (forged, "/messages/unsubscribe/nonsense/", link.rstrip("/") + "x/"):
            for ask in (strict.get, strict.post):
                page = ask(address)
                assert (page.status_code, "This link is not known" in page.text) == (404, True)
        haiti.refresh_from_db()
        assert haiti.news == "now"


def test_the_choice_of_news_is_kept_on_the_account(mexico, signed_in):
    browser = signed_in(mexico)
    data = {"name": "Marisol Medina", "language": "es", "time_zone": "America/Havana", "news": "daily"}
    assert browser.post("/en/account/", data).status_code == 302
    mexico.refresh_from_db()
    assert mexico.news == "daily"
    browser.post("/en/account/", {name: value for name, value in data.items() if name != "news"})
    mexico.refresh_from_db()
    assert mexico.news == "daily"
