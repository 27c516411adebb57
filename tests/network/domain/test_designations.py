"""Designations: who may be named, from when, and what ends with them."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from acs_portal.kernel import access, acts, roles
from acs_portal.kernel.models import Act, Invitation, Message, User
from network.domain import designations
from network.models import Designation, Party, Person, Post
from tests.network.office import LATER, NOON, designate, person


@pytest.fixture
def post(parties, officer) -> Post:
    return designations.open_post(party=Party.objects.get(code="MEX"), kind="primary", by=officer, on=NOON)


def test_a_party_has_one_primary_post(post, officer):
    with pytest.raises(designations.PostExists):
        designations.open_post(party=post.party, kind="primary", by=officer, on=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.create(party=post.party, kind="primary")


def test_a_party_may_have_several_deputies(post, officer):
    for _time in range(2):
        designations.open_post(party=post.party, kind="deputy", by=officer, on=NOON)
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
    with pytest.raises(designations.SelfNomination):
        designate("MEX", officer, signed_by=signer)
    assert not Person.objects.exists()


def test_a_signer_who_shares_a_name_is_another_person(parties, officer):
    assert designate("MEX", officer, signed_by="Ana Morales Castañeda")


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"starts": date(2002, 1, 9)}, designations.StartsBeforeLetter),
        ({"dated": None, "starts": date(2002, 1, 11)}, designations.StartsBeforeLetter),
        ({"dated": date(2002, 1, 13)}, designations.ReceivedBeforeDated),
        ({"received_on": date(2002, 4, 12), "starts": date(2002, 4, 12)}, designations.ReceivedInFuture),
    ],
)
def test_the_dates_of_a_letter_follow_each_other(parties, officer, changes, error):
    with pytest.raises(error):
        designate("MEX", officer, **changes)
    assert not Designation.objects.exists()


def test_a_designation_may_count_from_the_date_of_its_letter(parties, officer):
    assert designate("MEX", officer, starts=date(2002, 1, 10)).starts == date(2002, 1, 10)


def test_a_post_that_is_held_is_not_given_twice(parties, officer):
    first = designate("MEX", officer)
    with pytest.raises(designations.PostTaken, match="Ana MORALES"):
        designate("MEX", officer, person_data=person("Raúl", "Ortega"))
    first.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        first.save(force_insert=True)


def test_the_next_holder_starts_on_the_day_the_last_one_ends_and_not_before(parties, officer):
    first = designate("MEX", officer)
    designations.end(designation=first, until=date(2002, 4, 1), reason="Retired", by=officer, on=NOON)
    given = {
        "person_data": person("Raúl", "Ortega"),
        "received_on": date(2002, 3, 20),
        "dated": date(2002, 3, 20),
    }
    with pytest.raises(designations.Overlaps):
        designate("MEX", officer, starts=date(2002, 3, 31), **given)
    assert designate("MEX", officer, starts=date(2002, 4, 1), **given).post == first.post


def test_the_same_person_is_not_deputy_twice(parties, officer):
    designate("MEX", officer, kind="deputy")
    with pytest.raises(designations.AlreadyHolder):
        designate("MEX", officer, kind="deputy")
    assert Post.objects.count() == 1


def test_a_known_address_leads_to_its_person_and_no_other(parties, officer):
    ana = person("Ana", "Morales", email="ana@mex.example")
    first = designate("MEX", officer, person_data=ana)
    second = designate("MEX", officer, kind="representative", person_data=ana)
    assert first.person == second.person
    with pytest.raises(designations.OtherPerson):
        designate("CUB", officer, person_data=person("Ada", "Pérez", email="ANA@mex.example"))


def test_somebody_who_can_log_in_is_not_invited_again(parties, officer):
    User.objects.create_user("ana@mex.example", "a long password", name="Ana Morales")
    designation = designate("MEX", officer, person_data=person("Ana", "Morales", email="ana@mex.example"))
    assert designation.person.user.email == "ana@mex.example"
    assert not Invitation.objects.exists()


def test_a_letter_is_stored_with_the_designation(parties, officer):
    upload = SimpleUploadedFile("note.pdf", b"%PDF-1.7\n%%EOF\n")
    assert designate("MEX", officer, letter=upload).letter.media_type == "application/pdf"


def test_ending_takes_the_rights_on_that_day(parties, officer):
    today = timezone.localdate()
    ana = person("Ana", "Morales", email="ana@mex.example")
    designation = designate("MEX", officer, person_data=ana)
    mexico = designation.post.party

    def may_publish() -> bool:
        return access.can(User.objects.get(email="ana@mex.example"), "profile.publish", mexico)

    assert may_publish()
    designations.end(
        designation=designation,
        until=today + timedelta(days=1),
        reason="Retires",
        by=officer,
        on=timezone.now(),
    )
    assert may_publish()
    Designation.objects.update(until=today)
    assert not may_publish()


def test_ending_keeps_the_post_and_is_in_the_register_with_its_reason(parties, officer):
    designation = designate("MEX", officer)
    designations.end(designation=designation, until=date(2002, 3, 1), reason="Retired", by=officer, on=LATER)
    act = Act.objects.first()
    assert (act.did, act.after, act.reason) == ("designation.end", {"until": "2002-03-01"}, "Retired")
    assert Post.objects.filter(party__code="MEX").count() == 1


def test_an_end_needs_a_later_day_a_reason_and_comes_once(parties, officer):
    designation = designate("MEX", officer)
    end = {"designation": designation, "by": officer, "on": LATER}
    with pytest.raises(designations.EndsBeforeStart):
        designations.end(until=designation.starts, reason="Retired", **end)
    with pytest.raises(designations.NoReason):
        designations.end(until=date(2002, 3, 1), reason="  ", **end)
    designations.end(until=date(2002, 3, 1), reason="Retired", **end)
    with pytest.raises(designations.AlreadyEnded):
        designations.end(until=date(2002, 3, 2), reason="Retired", **end)


def test_a_refused_designation_leaves_nothing_behind(parties, officer):
    before = Act.objects.count()
    with pytest.raises(designations.SelfNomination):
        designate("MEX", officer, signed_by="Ana Morales")
    assert (Post.objects.count(), Person.objects.count(), Act.objects.count()) == (0, 0, before)
