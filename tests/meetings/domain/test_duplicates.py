"""Two records of one delegate: found with the reason, shown side by side, merged with all that is theirs."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from acs_portal.kernel.models import Act, Message, Stale
from meetings.domain import delegate_links, delegations, duplicates, seats
from meetings.models import Answer, Delegate, DelegateChange, Question
from tests.cast import stored
from tests.meetings.conftest import ON, add_delegate, plan, register, words

pytestmark = pytest.mark.django_db
LATER = datetime(2002, 3, 9, tzinfo=UTC)


@pytest.fixture
def mexico(meeting, officer):
    return register(meeting, officer, "MEX")


def two(mexico, officer, **second):
    one = add_delegate(mexico, officer, "Núñez", given_name="Inés", email="ines@example.org", phone="1")
    values = {"given_name": "INES", "email": "ines@example.org", "function": {"en": "Director"}}
    return one, add_delegate(mexico, officer, "Nunez", **(values | second))


def merged(meeting, officer, one, other, taken=()):
    rows = Delegate.objects.select_related("delegation__meeting", "delegation__party")
    stays, goes = rows.get(pk=one.pk), rows.get(pk=other.pk)
    return duplicates.merge(meeting=meeting, stays=stays, goes=goes, taken=taken, by=officer, on=LATER)


def limit(meeting, officer, members):
    rules = seats.rules_of(meeting)
    rules.seats_of_members = members
    seats.save_rules(rules=rules, by=officer, on=ON)


def test_who_may_be_one_person_is_told_with_the_reason(meeting, mexico, officer):
    haiti = register(meeting, officer, "HTI")
    people = [
        (mexico, "Ana", "Pérez Gil", "office@example.org"),
        (haiti, "Pérez Gil", "Ana", ""),  # exchanged, elsewhere
        (mexico, "Anna", "Pérez Gil", "x@example.org"),
        (mexico, "Juan", "Soto", "office@example.org"),  # a colleague with the address of the office
        (haiti, "Juana", "Soto", "office@example.org"),
        (haiti, "Jean", "Baptiste", ""),
    ]
    for delegation, given, family, email in people:
        add_delegate(delegation, officer, family, given_name=given, email=email)
    found = {(p.one.given_name, p.two.given_name): [str(w) for w in p.why] for p in duplicates.pairs(meeting)}
    assert found == {
        ("Ana", "Pérez Gil"): ["the same name"],
        ("Ana", "Anna"): ["almost the same name"],
        ("Juan", "Juana"): ["almost the same name", "the same e-mail address"],
    }


def test_two_become_one_with_what_was_chosen_and_all_that_was_theirs(meeting, mexico, officer):
    one, other = two(mexico, officer)
    texts = {f"text_{code}": text for code, text in words("Q").items()}
    asked = [stored(Question(meeting=meeting, authentic_language="en", **texts)) for _number in range(2)]
    for delegate, question, value in ((one, 0, "kept"), (other, 0, "dropped"), (other, 1, "moved")):
        Answer.objects.create(question=asked[question], delegate=delegate, value=value, answered_at=ON)
    delegate_links.send(delegate=other, by=officer, on=ON)
    for delegate in (one, other):
        DelegateChange.objects.create(delegate=delegate, field="role", old="a", new="b", at=ON)
    Delegate.objects.filter(pk=other.pk).update(is_listed=False, listing_decided_at=ON)
    merged(meeting, officer, one, other, ["given_name", "function_en"])
    left = Delegate.objects.get()
    assert (left.pk, left.given_name, left.family_name, left.phone) == (one.pk, "INES", "Núñez", "1")
    assert (left.function_en, left.function_es, left.is_listed) == ("Director", "Directora", False)
    assert sorted(left.answers.values_list("value", flat=True)) == ["kept", "moved"]
    assert (left.links.count(), left.changes.count()) == (1, 1)


def test_the_act_says_that_they_were_merged_and_no_name(meeting, mexico, officer):
    one, other = two(mexico, officer)
    merged(meeting, officer, one, other, ["given_name", "email"])
    act = Act.objects.get(did=duplicates.MERGED)
    assert act.to_id == str(one.pk)
    assert act.after["merged"] == f"Mexico, no. {other.pk}"
    assert "ines" not in str([act.before, act.after, act.to_label]).lower()


def test_a_seat_of_either_is_kept_and_the_one_set_free_goes_to_the_next(meeting, mexico, officer):
    limit(meeting, officer, 2)
    one, other = two(mexico, officer)
    waiting = add_delegate(mexico, officer, "Soto", given_name="Juan")
    assert waiting.waitlisted_at
    merged(meeting, officer, one, other)
    waiting.refresh_from_db()
    assert waiting.waitlisted_at is None
    assert Message.objects.get(kind="delegate_link").address == "soto@example.org"


def test_who_waits_still_waits_when_merged_into_a_withdrawn_record(meeting, mexico, officer):
    limit(meeting, officer, 1)
    one = add_delegate(mexico, officer, "Núñez", given_name="Inés")
    delegations.withdraw(delegate=one, reason="ill", by=officer, on=ON)
    add_delegate(mexico, officer, "Soto", given_name="Juan")
    other = add_delegate(mexico, officer, "Nunez", given_name="Ines")
    merged(meeting, officer, one, other)
    assert [who.family_name for who in mexico.delegates.seated()] == ["Soto"]
    assert [who.pk for who in seats.waiting(mexico)] == [one.pk]


def test_what_can_not_be_merged_is_refused_by_name(meeting, mexico, officer):
    one, other = two(mexico, officer)
    stranger = add_delegate(register(plan(officer, code="other"), officer, "MEX"), officer)
    for refused in (one, stranger):
        with pytest.raises(duplicates.NotTwo):
            merged(meeting, officer, one, refused)
    seen = Delegate.objects.get(pk=one.pk)
    delegations.save_delegate(delegate=_renamed(one), by=officer, on=ON)
    with pytest.raises(Stale):
        duplicates.merge(meeting=meeting, stays=seen, goes=other, taken=[], by=officer, on=LATER)
    assert Delegate.objects.count() == 3


def _renamed(delegate):
    row = Delegate.objects.get(pk=delegate.pk)
    row.phone = "2"
    return row


def test_the_pages_show_both_and_ask_before_they_merge(meeting, mexico, officer, client):
    client.force_login(officer)
    one, other = two(mexico, officer)
    page = client.get(reverse("meetings:duplicates", args=[meeting.code])).content.decode()
    assert "The same name, the same e-mail address" in page
    address = reverse("meetings:duplicates_merge", args=[meeting.code, one.pk, other.pk])
    form = client.get(address).context["form"]
    assert {"given_name", "family_name", "phone", "function_en", "function_es"} == set(form.fields) - {
        "versions"
    }
    assert form["function_en"].initial == "two"  # the first has none
    data = {name: "one" for name in form.fields} | {"versions": "7-7"}
    assert "Somebody else saved this in the meantime" in client.post(address, data).content.decode()
    client.post(address, data | {"versions": form.now, "given_name": "two"})
    assert Delegate.objects.get().full_name == "Ms. INES NÚÑEZ"
    assert "Nobody seems to be registered twice" in client.get(
        reverse("meetings:duplicates", args=[meeting.code])
    ).content.decode()  # fmt: skip


def test_long_lists_take_few_queries(meeting, mexico, officer, client, query_budget):
    client.force_login(officer)

    def make(count):
        there = Delegate.objects.count()
        Delegate.objects.bulk_create(
            Delegate(delegation=mexico, given_name=f"A{n // 2}", family_name="B", position=n)
            if n % 2 else Delegate(delegation=mexico, given_name="B", family_name=f"A{n // 2}", position=n)
            for n in range(there, there + count)
        )  # fmt: skip

    query_budget(lambda: client.get(reverse("meetings:duplicates", args=[meeting.code])), make=make)
