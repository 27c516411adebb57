"""Designations: who may be named, from when, and what ends with them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from acs_portal.kernel import access, accounts, acts, roles
from acs_portal.kernel.dates import official_day
from acs_portal.kernel.models import Act, Invitation, Message, User
from network.domain import nominees, posts, tenure
from network.models import Designation, Party, Person, Post
from tests.cast import change, stored
from tests.network.office import LATER, NOON, designate, person


@pytest.fixture
def post(parties, officer) -> Post:
    return posts.open_post(party=Party.objects.get(code="MEX"), kind="primary", by=officer, on=NOON)


def test_a_party_has_one_primary_post(post, officer):
    with pytest.raises(posts.PostExists):
        posts.open_post(party=post.party, kind="primary", by=officer, on=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        stored(Post(party=post.party, kind="primary"))


def test_a_party_may_have_several_deputies(post, officer):
    for _time in range(2):
        posts.open_post(party=post.party, kind="deputy", by=officer, on=NOON)
    assert post.party.posts.filter(kind="deputy").count() == 2


def test_recording_makes_the_person_the_account_and_the_invitation(parties, officer):
    given = person("Ana", "Morales", email="Ana@Mex.example", honorific="Amb.", telephone="+52 1")
    designation = designate("MEX", officer, person_data=given)
    user = designation.person.user
    assert (designation.person.full_name, user.email, user.language) == (
        "Amb. Ana MORALES",
        "ana@mex.example",
        "es",
    )
    assert not user.has_usable_password()
    assert [invitation.email for invitation in Invitation.objects.all()] == ["ana@mex.example"]
    assert Message.objects.get().language == "es"


def test_a_person_without_e_mail_gets_no_account(parties, officer):
    assert designate("MEX", officer).person.user is None
    assert not Invitation.objects.exists()


def test_recording_is_in_the_register_with_what_the_letter_says(parties, officer):
    designation = designate("MEX", officer)
    act = acts.history(designation)[0]
    assert (act.did, act.by, act.capacity) == ("designation.record", officer, roles.OFFICER)
    assert (act.after["person"], act.after["reference"]) == ("Ana MORALES", "NV 114/02")


@pytest.mark.parametrize(
    "signer", ["Ana Morales", "ana MORALES", "H.E. Amb. Ana Morales", "Morales, Ana", "MORALES Ana"]
)
def test_nobody_designates_themselves(parties, officer, signer):
    with pytest.raises(nominees.SelfNomination):
        designate("MEX", officer, signed_by=signer)
    assert not Person.objects.exists()


def test_a_signer_who_shares_a_name_is_another_person(parties, officer):
    assert designate("MEX", officer, signed_by="Ana Morales Castañeda")


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"starts": date(2002, 1, 9)}, tenure.EarlierWithoutReason),
        ({"dated": None, "starts": date(2002, 1, 11)}, tenure.EarlierWithoutReason),
        ({"dated": date(2002, 1, 13)}, tenure.ReceivedBeforeDated),
        ({"received_on": date(2002, 4, 12), "starts": date(2002, 4, 12)}, tenure.ReceivedInFuture),
    ],
)
def test_the_dates_of_a_letter_follow_each_other(parties, officer, changes, error):
    with pytest.raises(error):
        designate("MEX", officer, **changes)
    assert not Designation.objects.exists()


def test_a_designation_may_count_from_an_earlier_day_with_a_reason_that_is_in_the_register(parties, officer):
    reason = "The note says: with effect from 1 January 2002."
    designation = designate("MEX", officer, starts=date(2002, 1, 1), late_reason=reason)
    assert (designation.starts, acts.history(designation)[0].after["late_reason"]) == (
        date(2002, 1, 1),
        reason,
    )


def test_a_time_that_is_over_is_entered_with_a_reason(parties, officer):
    over = {"until": date(2002, 3, 1), "end_reason": "Retired"}
    with pytest.raises(tenure.EarlierWithoutReason):
        designate("MEX", officer, **over)
    designation = designate("MEX", officer, late_reason="Found in the archive.", person_data=ANA, **over)
    assert designation.state_on(date(2002, 4, 11)) == "ended"
    assert not Invitation.objects.exists()


def test_a_post_that_is_held_is_not_given_twice(parties, officer):
    first = designate("MEX", officer)
    with pytest.raises(tenure.PostTaken, match="Ana MORALES"):
        designate("MEX", officer, person_data=person("Raúl", "Ortega"))
    first.pk, first._state.adding = None, True
    with pytest.raises(IntegrityError), transaction.atomic():
        stored(first)


def test_the_next_holder_starts_on_the_day_the_last_one_ends_and_not_before(parties, officer):
    first = designate("MEX", officer)
    tenure.end(designation=first, until=date(2002, 4, 1), reason="Retired", by=officer, on=NOON)
    given = {
        "person_data": person("Raúl", "Ortega"),
        "received_on": date(2002, 3, 20),
        "dated": date(2002, 3, 20),
    }
    with pytest.raises(tenure.Overlaps):
        designate("MEX", officer, starts=date(2002, 3, 31), **given)
    assert designate("MEX", officer, starts=date(2002, 4, 1), **given).post == first.post


def test_the_same_person_is_not_deputy_twice(parties, officer):
    designate("MEX", officer, kind="deputy")
    with pytest.raises(nominees.AlreadyHolder):
        designate("MEX", officer, kind="deputy")
    assert Post.objects.count() == 1


def test_a_known_address_leads_to_its_person_and_no_other(parties, officer):
    ana = person("Ana", "Morales", email="ana@mex.example")
    first = designate("MEX", officer, person_data=ana)
    second = designate("MEX", officer, kind="representative", person_data=ana)
    assert first.person == second.person
    with pytest.raises(nominees.OtherPerson):
        designate("CUB", officer, person_data=person("Ada", "Pérez", email="ANA@mex.example"))


def test_a_holder_who_can_log_in_is_not_invited_again(officer, mexico):
    given = person("Marisol", "Medina", email="mexico@example.org")
    assert designate("MEX", officer, kind="representative", person_data=given).person.user == mexico
    assert not Invitation.objects.exists()


ANA = person("Ana", "Morales", email="Ana@mex.example")


@pytest.mark.parametrize("role", [roles.OFFICER, roles.APPROVER, roles.ADMINISTRATOR])
@pytest.mark.parametrize("password", [None, "a long password"])
def test_an_account_of_the_house_is_never_given_a_post(parties, officer, role, password):
    User.objects.create_user("ana@mex.example", password, name="Ana Morales", role=role)
    with pytest.raises(nominees.HouseAccount):
        designate("MEX", officer, person_data=ANA)
    assert not Person.objects.exists()


def test_a_holder_who_joined_the_house_is_given_no_further_post(officer, mexico):
    User.objects.filter(pk=mexico.pk).update(role=roles.OFFICER)
    with pytest.raises(nominees.HouseAccount):
        designate("MEX", officer, kind="representative", person_data=Person.objects.get())


def test_an_account_that_somebody_opened_is_not_linked(parties, officer):
    User.objects.create_user("ana@mex.example", "a long password", name="Ana Morales")
    with pytest.raises(nominees.AccountOfNobody, match="ana@mex.example"):
        designate("MEX", officer, person_data=ANA)


def test_an_account_of_another_person_is_not_linked(officer, mexico):
    """The account of Marisol Medina has another address than her record."""
    Person.objects.update(email="marisol@mex.example")
    given = person("Ana", "Morales", email="mexico@example.org")
    with pytest.raises(nominees.AccountOfAnother, match="Marisol MEDINA"):
        designate("CUB", officer, person_data=given)


def test_an_account_that_nobody_opened_is_linked_and_invited(parties, officer):
    user = User.objects.create_user("ana@mex.example", name="Ana Morales")
    assert designate("MEX", officer, person_data=ANA).person.user == user
    assert Invitation.objects.get().user == user


def test_the_invitation_says_as_what(parties, officer):
    designate("MEX", officer, person_data=ANA)
    assert "Punto focal principal – México, Nota verbal NV 114/02" in Message.objects.get().text


def test_a_holder_is_invited_again_until_the_account_is_open(parties, officer):
    designation = designate("MEX", officer, person_data=ANA)
    assert tenure.invite(designation=designation, by=officer, on=LATER) == designation.person.user
    assert [invitation.is_open(LATER) for invitation in Invitation.objects.order_by("pk")] == [False, True]
    User.objects.filter(email="ana@mex.example").update(is_active=False)
    with pytest.raises(tenure.AccountClosed):
        tenure.invite(designation=designation, by=officer, on=LATER)
    designation.person.user.set_password("a long password")
    User.objects.filter(email="ana@mex.example").update(
        is_active=True, password=designation.person.user.password
    )
    with pytest.raises(accounts.AlreadyActive):
        tenure.invite(designation=designation, by=officer, on=LATER)


def test_who_has_no_address_or_left_is_not_invited(parties, officer):
    designation = designate("MEX", officer)
    with pytest.raises(tenure.NoAddress, match="Ana MORALES"):
        tenure.invite(designation=designation, by=officer, on=LATER)
    tenure.end(designation=designation, until=date(2002, 3, 1), reason="Retired", by=officer, on=LATER)
    with pytest.raises(tenure.AlreadyEnded):
        tenure.invite(designation=designation, by=officer, on=LATER)


def statements(do) -> list[str]:
    with CaptureQueriesContext(connection) as queries:
        do()
    return [query["sql"] for query in queries]


def test_the_register_comes_after_every_row_so_that_nobody_waits_for_each_other(parties, officer):
    """After the first act only the register (and the outbox) is touched: no other row is locked there."""
    sql = statements(lambda: designate("MEX", officer, person_data=ANA))
    first = next(place for place, words in enumerate(sql) if 'INSERT INTO "kernel_act"' in words)
    after = [words for words in sql[first:] if words.startswith(("INSERT", "UPDATE"))]
    assert {words.split('"')[1] for words in after} <= {"kernel_act", "kernel_message"}
    assert [act.did for act in Act.objects.order_by("id")] == [
        "account.invite",
        "post.open",
        "designation.record",
    ]


def test_a_letter_is_added_once(parties, officer):
    designation = designate("MEX", officer)
    upload = SimpleUploadedFile("note.pdf", b"%PDF-1.7\n%%EOF\n")
    tenure.add_letter(designation=designation, letter=upload, by=officer, on=LATER)
    act = acts.history(designation)[0]
    assert (act.did, act.after) == ("designation.letter", {"letter": "note.pdf"})
    with pytest.raises(tenure.LetterThere):
        tenure.add_letter(designation=designation, letter=upload, by=officer, on=LATER)


def test_a_letter_is_received_on_the_day_of_the_seat_of_the_secretariat(parties, officer):
    """At 2 o'clock UTC on 12 January it is still the 11th in Port of Spain."""
    with pytest.raises(tenure.ReceivedInFuture):
        designate("MEX", officer, on=datetime(2002, 1, 12, 2, tzinfo=UTC))
    assert designate("MEX", officer, on=datetime(2002, 1, 12, 5, tzinfo=UTC))


def test_rights_end_at_midnight_at_the_seat_of_the_secretariat(mexico, monkeypatch):
    change(Designation.objects.all(), until=date(2026, 3, 1), end_reason="Retired")
    mexico_party = Party.objects.get(code="MEX")

    def may_publish(moment) -> bool:
        monkeypatch.setattr(timezone, "now", lambda: moment)
        return access.can(User.objects.get(pk=mexico.pk), "profile.publish", mexico_party)

    assert may_publish(datetime(2026, 3, 1, 3, 59, tzinfo=UTC))
    assert not may_publish(datetime(2026, 3, 1, 4, 0, tzinfo=UTC))


def test_the_register_keeps_no_address_of_a_person(parties, officer):
    old = Person(email="a@x.example", telephone="1", given_name="Ana")
    new = Person(email="b@x.example", telephone="2", given_name="Anna")
    before, after = acts.differences(old, new)
    assert (before["email"], before["telephone"], after["given_name"]) == ("–", "–", "Anna")


def test_a_letter_is_stored_with_the_designation(parties, officer):
    upload = SimpleUploadedFile("note.pdf", b"%PDF-1.7\n%%EOF\n")
    assert designate("MEX", officer, letter=upload).letter.media_type == "application/pdf"


def test_ending_takes_the_rights_on_that_day(parties, officer):
    today = official_day(timezone.now())
    ana = person("Ana", "Morales", email="ana@mex.example")
    designation = designate("MEX", officer, person_data=ana)
    mexico = designation.post.party

    def may_publish() -> bool:
        return access.can(User.objects.get(email="ana@mex.example"), "profile.publish", mexico)

    assert may_publish()
    tenure.end(
        designation=designation,
        until=today + timedelta(days=1),
        reason="Retires",
        by=officer,
        on=timezone.now(),
    )
    assert may_publish()
    change(Designation.objects.all(), until=today)
    assert not may_publish()


def test_ending_keeps_the_post_and_is_in_the_register_with_its_reason(parties, officer):
    designation = designate("MEX", officer)
    tenure.end(designation=designation, until=date(2002, 3, 1), reason="Retired", by=officer, on=LATER)
    act = Act.objects.first()
    assert (act.did, act.after, act.reason) == ("designation.end", {"until": "2002-03-01"}, "Retired")
    assert Post.objects.filter(party__code="MEX").count() == 1


def test_an_end_needs_a_later_day_a_reason_and_comes_once(parties, officer):
    designation = designate("MEX", officer)
    end = {"designation": designation, "by": officer, "on": LATER}
    with pytest.raises(tenure.EndsBeforeStart):
        tenure.end(until=designation.starts, reason="Retired", **end)
    with pytest.raises(tenure.NoReason):
        tenure.end(until=date(2002, 3, 1), reason="  ", **end)
    tenure.end(until=date(2002, 3, 1), reason="Retired", **end)
    with pytest.raises(tenure.AlreadyEnded):
        tenure.end(until=date(2002, 3, 2), reason="Retired", **end)


def test_a_refused_designation_leaves_nothing_behind(parties, officer):
    before = Act.objects.count()
    with pytest.raises(nominees.SelfNomination):
        designate("MEX", officer, signed_by="Ana Morales")
    assert (Post.objects.count(), Person.objects.count(), Act.objects.count()) == (0, 0, before)
