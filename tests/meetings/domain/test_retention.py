"""What is known of people after a meeting: kept as long as it serves, then erased as the dry run says."""

import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.urls import reverse

from acs_portal.kernel import acts, due, retention
from acs_portal.kernel.languages import CODES
from acs_portal.kernel.models import Act, Message, StoredFile
from meetings.domain import delegate_links
from meetings.domain.retention import JOURNEY, LINKS, YEAR
from meetings.models import (
    Answer,
    Arrival,
    Delegate,
    DelegateChange,
    DelegateLink,
    Delegation,
    Invitation,
    OfficialLetter,
    Question,
)
from tests.cast import change, stored
from tests.meetings.conftest import add_delegate, plan, register, words

pytestmark = pytest.mark.django_db
LAST = date(2002, 4, 12)
NOON = datetime(2002, 4, 12, 18, tzinfo=UTC)
DAYS = (0, JOURNEY - 1, JOURNEY, LINKS, 250, YEAR - 1, YEAR, YEAR + 99, YEAR + 100, 999)
IDLE = (0, JOURNEY - 1, YEAR - 1, YEAR + 99, 999)  # when nothing is due that the day before was not
FULL = {
    "phone": "+1 868", "language": "es", "nationality": "Utopian", "passport_number": "X-1",
    "arrives_at": NOON, "arrives_by": "XY 1", "departs_at": NOON, "departs_by": "XY 2",
    "dietary_needs": "none", "access_needs": "ramp", "created_for": "The Ministry", "email": "a@example.org",
}  # fmt: skip


def after(days: int) -> datetime:
    return NOON + timedelta(days=days)


def filed(meeting, officer, code: str, chance: random.Random, size: int) -> Delegation:
    """A delegation whose delegates have some of everything, now and then nothing."""
    delegation = register(meeting, officer, code)
    name = f"{meeting.code}-{code}"
    letter = StoredFile(name=name, media_type="application/pdf", size=1, sha256="0" * 64, uploaded_by=officer)
    letter.file.save(f"{name}.pdf", ContentFile(b"x"))
    Delegation.objects.filter(pk=delegation.pk).update(letter=letter)
    Invitation.objects.create(
        meeting=meeting, party=delegation.party, category="member", language="es", addressee="The Ministry",
        contact_name="C. Contact", contact_email="c@example.org",
    )  # fmt: skip
    asked = Question.objects.filter(meeting=meeting).first() or stored(
        Question(meeting=meeting, authentic_language="en", **{f"text_{c}": t for c, t in words("Q").items()})
    )
    rows = [
        Delegate(
            delegation=delegation, given_name="A", family_name=f"{number}", position=number + 1,
            is_new=chance.random() < 0.1, withdrawn_at=NOON if chance.random() < 0.1 else None,
            **{column: value for column, value in FULL.items() if chance.random() < 0.7},
        )
        for number in range(size)
    ]  # fmt: skip
    for row in Delegate.objects.bulk_create(rows):
        if chance.random() < 0.5:
            Arrival.objects.create(delegate=row, at=NOON, by=officer, received_at=NOON)
            kind = chance.choice(OfficialLetter.Kind.values)
            OfficialLetter.objects.create(
                meeting=meeting, party=delegation.party, delegate=row, kind=kind, data=b"%PDF", language="es",
                reference=f"{name}-{row.pk}", issued_at=NOON, issued_by=officer,
            )  # fmt: skip
            Answer.objects.create(question=asked, delegate=row, value="v", answered_at=NOON)
            DelegateChange.objects.create(delegate=row, field="role", old="a", new="b", at=NOON)
            DelegateLink.objects.create(
                delegate=row, token_hash=f"{row.pk}", created_at=NOON, expires_at=after(90)
            )
    return delegation


def contents() -> dict:
    """All that a purge may touch, for comparing before and after."""
    tables = (*{rule.model for rule in retention.RULES}, StoredFile)
    return {table: {row["id"]: row for row in table.objects.values()} for table in tables}


def counted(lines) -> list[tuple]:
    return [(line.rule.model, line.key, line.of, line.rows) for line in lines]


def lost(before: dict, now: dict) -> Counter:
    """How much is gone, by what the rules call it: values of columns, and rows."""
    found = Counter()
    for rule in retention.RULES:
        there = now[rule.model]
        for pk, row in before[rule.model].items():
            if not rule.columns and pk not in there:
                found[rule.key] += 1
            for name in rule.columns:
                column = rule.model._meta.get_field(name).attname
                gone = bool(row[column]) and not there.get(pk, {}).get(column)
                found[rule.key or name] += gone
    found["answers"] //= 2  # two rules are on the same rows
    return +found


def test_the_dry_run_is_what_the_purge_does_on_any_day_and_a_second_purge_does_nothing(parties, officer):
    chance = random.Random(2002)
    first, second = plan(officer), plan(officer, code="later", closes_on=LAST + timedelta(days=100))
    for meeting, code in ((first, "MEX"), (first, "HTI"), (second, "CUB")):
        filed(meeting, officer, code, chance, 40)
    for days in DAYS:
        now, before = after(days), contents()
        said = retention.plan(now.date())
        assert contents() == before
        done = retention.purge(by=None, on=now)
        assert counted(done) == counted(said)
        assert sum((Counter({line.key: line.rows}) for line in done), Counter()) == lost(before, contents())
        assert retention.purge(by=None, on=now) == retention.plan(now.date()) == []
        assert bool(said) == (days not in IDLE), days
    assert not any(getattr(row, name) for row in Delegate.objects.all() for name in FULL)
    assert Delegate.objects.exists()
    assert all(row.given_name and row.family_name and not row.is_new for row in Delegate.objects.all())


def test_each_field_is_kept_to_the_last_day_of_its_term_and_gone_on_the_next(closed, officer):
    delegate = add_to(closed, officer)
    for days, names in ((JOURNEY, ["passport_number", "dietary_needs", "phone"]), (YEAR, ["email"])):
        retention.purge(by=None, on=after(days - 1))
        delegate.refresh_from_db()
        assert [getattr(delegate, name) for name in names] == [FULL[name] for name in names]
        retention.purge(by=None, on=after(days))
        delegate.refresh_from_db()
        assert not any(getattr(delegate, name) for name in names)
    assert delegate.full_name == "Ms. Ana PÉREZ"
    assert delegate.function_es == "Directora"


def add_to(meeting, officer, **fields) -> Delegate:
    """A complete delegate of Mexico, put there past the rules of a closed meeting."""
    change(type(meeting).objects.filter(pk=meeting.pk), state="announced")
    delegate = add_delegate(register(meeting, officer, "MEX"), officer, **(FULL | fields))
    change(type(meeting).objects.filter(pk=meeting.pk), state="closed")
    return delegate


def test_the_message_with_a_private_link_goes_with_the_link_and_others_stay(closed, officer):
    delegate = add_to(closed, officer)
    change(type(closed).objects.filter(pk=closed.pk), state="announced")
    link = delegate_links.send(delegate=delegate, by=officer, on=NOON)
    change(type(closed).objects.filter(pk=closed.pk), state="closed")
    other = Message.objects.create(
        to=officer, address="a@example.org", kind="delegate_link", cause="delegate_link:0", subject="x"
    )
    retention.purge(by=None, on=after(LINKS - 1))
    assert Message.objects.filter(cause=f"delegate_link:{link.pk}", address=FULL["email"]).exists()
    told = Counter({line.key: line.rows for line in retention.purge(by=None, on=after(LINKS))})
    assert (told["messages"], told["links"]) == (1, 1)
    assert list(Message.objects.all()) == [other]
    assert retention.plan(after(LINKS).date()) == []


def test_the_register_keeps_how_much_went_and_no_value(closed, officer):
    add_to(closed, officer)
    retention.purge(by=officer, on=after(JOURNEY))
    act = Act.objects.get(did=retention.PURGED)
    assert (act.to_type, act.to_id) == acts.reference_of(closed)
    assert act.after == dict.fromkeys(set(FULL) - {"email", "language", "created_for"}, 1)
    assert "X-1" not in str([act.before, act.after, act.to_label, act.reason])


def test_a_letter_leaves_the_storage_after_the_commit_and_one_still_needed_stays(
    closed, officer, django_capture_on_commit_callbacks
):
    add_to(closed, officer)
    mine = filed(plan(officer, code="other"), officer, "CUB", random.Random(1), 1)
    shared = filed(plan(officer, code="third"), officer, "HTI", random.Random(1), 1)
    later = plan(officer, code="later", closes_on=date(2004, 1, 1))
    for one in (mine, shared):
        one.refresh_from_db()
    kept = register(later, officer, "JAM")
    Delegation.objects.filter(pk=kept.pk).update(letter=shared.letter)
    letter = mine.letter
    with django_capture_on_commit_callbacks() as callbacks:
        retention.purge(by=None, on=after(YEAR))
        assert letter.file.storage.exists(letter.file.name)
    for callback in callbacks:
        callback()
    assert not letter.file.storage.exists(letter.file.name)
    assert shared.letter.file.storage.exists(shared.letter.file.name)
    assert list(StoredFile.objects.values_list("name", flat=True)) == ["third-HTI"]


def test_what_is_postponed_is_not_over_whatever_its_dates_say(closed, officer):
    add_to(closed, officer)
    reasons = {f"postponed_because_{code}": "A storm" for code in CODES}
    change(type(closed).objects.filter(pk=closed.pk), state="postponed", **reasons)
    assert retention.plan(after(999).date()) == []


def test_a_form_opened_before_the_purge_is_stale_after_it(closed, officer):
    delegate = add_to(closed, officer)
    retention.purge(by=None, on=after(JOURNEY))
    assert Delegate.objects.get(pk=delegate.pk).version > delegate.version


def test_a_tracked_model_has_no_term_since_its_history_would_keep_all(closed):
    with pytest.raises(TypeError):
        retention.rule(Question, "text_en", days=1, why="", of="meeting", ended=None)


def test_what_is_due_erases_and_the_command_says_what_it_would(closed, officer, capsys):
    add_to(closed, officer)  # long ago: everything is due
    call_command("purge", "--dry-run")
    said = capsys.readouterr().out
    assert "meetings.Delegate.passport_number: 1" in said
    assert said.endswith("12 value(s) and row(s) would be erased\n")
    assert Delegate.objects.get().passport_number == "X-1"
    call_command("run_due", "--dry-run")
    assert "12 personal value(s) and row(s) to erase" in capsys.readouterr().out
    done, failed = due.run(datetime.now(tz=UTC))
    assert (done["erasures"], failed) == (12, [])
    call_command("purge", "--yes")
    assert capsys.readouterr().out == "0 value(s) and row(s) erased\n"


def test_the_page_tells_everybody_the_terms_and_the_secretariat_what_is_due(closed, officer, client):
    add_to(closed, officer)
    public = client.get(reverse("privacy")).content.decode()
    assert "Number of the passport, nationality" in public
    assert "30 days" in public
    assert "Due now" not in public
    client.force_login(officer)
    assert "Nationality: 1" in client.get(reverse("privacy")).content.decode()
    retention.purge(by=None, on=after(JOURNEY))
    assert "erased personal data whose time was over" in client.get(reverse("privacy")).content.decode()
