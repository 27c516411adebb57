"""News: at once, in a digest once a day or a week, or never; what is official always comes at once."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from acs_portal.kernel import digests, news, outbox, tracking
from acs_portal.kernel.models import Message, User
from meetings.models import Meeting

pytestmark = pytest.mark.django_db
MONDAY = "2026-03-02"


@pytest.fixture
def meeting(parties):
    """A coming meeting, told as news."""
    from network.models import Party

    meeting = Meeting(
        code="coming", title_en="Coming", title_es="Próxima", title_fr="Prochaine", place_en="Havana",
        host=Party.objects.get(code="CUB"), opens_on="2026-04-01", closes_on="2026-04-02",
        time_zone="America/Havana", state="announced", symbol_body="X",
    )  # fmt: skip
    tracking.write(meeting, by=None, on=timezone.now())
    return meeting


@pytest.fixture
def reader(db) -> User:
    """Somebody at home in Havana who works in French."""
    return User.objects.create_user(
        "lectrice@example.org", name="Lectrice", language="fr", time_zone="America/Havana"
    )


def tell(to, meeting, cause):
    meeting = Meeting.objects.get(pk=meeting.pk)
    return outbox.post(to, "meeting_opens", cause=cause, context={"meeting": meeting})


def take(user, choice):
    news.choose(user, choice)
    return user


def havana(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("America/Havana"))


def run(text: str) -> int:
    """What a run at that time in Havana writes and sends."""
    now = havana(text)
    told = digests.tell(now)
    outbox.send_due(timezone.now())
    return told


def test_news_at_once_say_how_to_unsubscribe_and_official_messages_do_not(
    smtp, reader, meeting, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        tell(reader, meeting, "a")
        outbox.post(reader, "address_changed", cause="b", context={"old": "a", "new": "b", "by": reader})
    told, official = smtp.received
    link = news.address_of(reader)
    assert (told["List-Unsubscribe"], told["List-Unsubscribe-Post"]) == (
        f"<{link}>",
        "List-Unsubscribe=One-Click",
    )
    assert all(link in told.get_body((kind,)).get_content() for kind in ("plain", "html"))
    assert (official["List-Unsubscribe"], official["List-Unsubscribe-Post"]) == (None, None)


def test_a_daily_digest_tells_each_thing_once_at_seven(smtp, reader, meeting, time_machine):
    time_machine.move_to(havana(f"{MONDAY} 12:00"), tick=False)
    take(reader, "daily")
    tell(reader, meeting, "a")
    assert (run(f"{MONDAY} 12:00"), run(f"{MONDAY} 23:59"), smtp.received) == (0, 0, [])
    time_machine.move_to(havana("2026-03-03 06:59"), tick=False)
    tell(reader, meeting, "b")
    assert run("2026-03-03 06:59") == 0
    time_machine.move_to(havana("2026-03-03 07:00"), tick=False)
    assert (run("2026-03-03 07:00"), run("2026-03-03 07:01"), run("2026-03-04 07:00")) == (1, 0, 0)
    mail = smtp.received[0]
    assert (len(smtp.received), mail["Content-Language"]) == (1, "fr")
    for kind in ("plain", "html"):
        words = mail.get_body((kind,)).get_content()
        assert (words.count("Prochaine"), words.count("Lectrice")) == (2, 1)
        assert news.address_of(reader) in words
    assert Message.objects.filter(is_held=True, told_in__kind="digest").count() == 2


def test_a_weekly_digest_comes_on_monday(smtp, reader, meeting, time_machine):
    time_machine.move_to(havana("2026-03-02 07:01"), tick=False)
    take(reader, "weekly")
    tell(reader, meeting, "a")
    days = [f"2026-03-{day:02} 07:00" for day in range(3, 10)]
    assert [run(day) for day in days] == [0, 0, 0, 0, 0, 0, 1]


def test_daylight_saving_moves_seven_oclock_with_the_clock(reader, meeting, time_machine):
    take(reader, "daily")
    for day, utc in (("2026-03-07", 12), ("2026-03-08", 11), ("2026-11-01", 12)):  # Cuba: 8 March, 1 November
        moment = digests.slot(reader, havana(f"{day} 09:00")).astimezone(ZoneInfo("UTC"))
        assert (moment.date().isoformat(), moment.hour) == (day, utc)


def test_who_changes_to_at_once_is_told_what_was_held(smtp, reader, meeting):
    take(reader, "weekly")
    tell(reader, meeting, "a")
    take(reader, "now")
    assert digests.tell(timezone.now()) == 1


def test_who_wants_none_is_told_nothing_that_waits_and_nothing_new(smtp, reader, meeting):
    take(reader, "daily")
    tell(reader, meeting, "a")
    take(reader, "never")
    assert tell(reader, meeting, "b") is None
    assert not Message.objects.exists()


def test_what_is_official_comes_at_once_whatever_was_chosen(smtp, reader, django_capture_on_commit_callbacks):
    for choice in User.News.values:
        take(reader, choice)
        with django_capture_on_commit_callbacks(execute=True):
            context = {"old": "a", "new": "b", "by": reader}
            outbox.post(reader, "address_changed", cause=choice, context=context)
    assert len(smtp.received) == 4


def test_a_choice_that_there_is_not_is_refused(reader):
    with pytest.raises(ValueError, match="hourly"):
        news.choose(reader, "hourly")


def test_what_was_sent_and_is_sent_again_stays_when_a_person_unsubscribes(reader, officer, meeting):
    message = tell(reader, meeting, "a")
    Message.objects.update(sent_at=timezone.now())
    outbox.send_again(message=message, by=officer, on=timezone.now())
    take(reader, "never")
    assert Message.objects.get().again == 1


def test_a_digest_is_in_the_language_that_the_person_has_by_then(smtp, reader, meeting):
    take(reader, "weekly")
    tell(reader, meeting, "a")
    User.objects.filter(pk=reader.pk).update(language="es", news="now")
    assert digests.tell(timezone.now()) == 1
    outbox.send_due(timezone.now())
    for kind in ("plain", "html"):
        words = smtp.received[0].get_body((kind,)).get_content()
        assert ("Próxima" in words, "Prochaine" in words) == (True, False)
