"""The way of a designation from its filing to its decision."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from acs_portal.kernel import access, acts
from acs_portal.kernel.models import Act, Invitation, Message, User
from network.domain import channels, designations, filings, nominees, posts, tenure
from network.domain.waiting import waiting_for
from network.models import Designation, Party, Person, held_posts
from tests.cast import change
from tests.network.office import (
    LATER,
    NOON,
    designate,
    drafted,
    filed,
    letter,
    note,
    opened,
    person,
    returned,
    under_review,
)

ANA = person("Ana", "Morales", email="ana@mex.example")


@pytest.fixture
def post(mexico, officer):
    """The post of a deputy of Mexico, which nobody holds yet."""
    return opened("MEX", officer)


def test_what_a_focal_point_files_waits_and_gives_no_rights(post, mexico):
    designation = filed(post, mexico, person_data=ANA)
    assert (designation.state, designation.is_filed_by_party, designation.filed_by) == (
        "received",
        True,
        mexico,
    )
    assert not User.objects.filter(email="ana@mex.example").exists()
    assert not Designation.objects.in_force_on(NOON.date()).filter(pk=designation.pk).exists()
    act = acts.history(designation)[0]
    assert (act.did, act.capacity, act.capacity_of["en"]) == ("designation.file", "publisher", "Mexico")


def test_a_filing_is_received_on_the_day_it_is_filed(post, mexico):
    data = letter(starts=NOON.date()) | {"received_on": None}
    designation = designations.file(post=post, by=mexico, **data, letter=note())
    assert designation.received_on == NOON.date()


def test_a_focal_point_files_with_the_letter_or_not_at_all(post, mexico, officer):
    with pytest.raises(designations.LetterMissing):
        designations.file(post=post, by=mexico, **letter())
    assert not Person.objects.filter(family_name="Morales").exists()
    assert designations.file(post=post, by=officer, **letter()).letter is None


def test_the_same_filing_sent_twice_makes_one(post, mexico):
    filed(post, mexico)
    with pytest.raises(designations.AlreadyFiled):
        filed(post, mexico)
    assert Designation.objects.filter(post=post).count() == 1


def test_nobody_files_their_own_designation(post, mexico):
    with pytest.raises(nominees.OwnFiling):
        filed(post, mexico, person_data=mexico.person)


def test_nobody_files_what_the_nominee_signed(post, mexico):
    with pytest.raises(nominees.SelfNomination):
        filed(post, mexico, signed_by="Ana Morales")


def test_nothing_is_filed_to_a_closed_post(post, mexico, officer):
    posts.close_post(post=post, closed_on=NOON.date(), reason="Not wanted", by=officer, on=NOON)
    with pytest.raises(posts.PostClosed):
        filed(post, mexico)


def test_it_is_taken_by_one_officer_only(post, mexico, officer, approver):
    designation = filed(post, mexico)
    designations.take(designation=designation, by=officer, on=NOON)
    with pytest.raises(designations.NotNow, match="Under review"):
        designations.take(designation=designation, by=approver, on=NOON)


def test_validating_puts_it_in_force_invites_the_holder_and_tells_the_filer(post, mexico, officer):
    designation = under_review(post, mexico, officer, person_data=ANA)
    designations.validate(designation=designation, by=officer, on=LATER)
    ana = User.objects.get(email="ana@mex.example")
    assert held_posts(ana) == [(post.party_id, "deputy", "member_state")]
    assert [invitation.user for invitation in Invitation.objects.all()] == [ana]
    told = Message.objects.get(to=mexico)
    assert told.subject.startswith("Designa")
    assert f"/es/network/mex/designations/{designation.pk}/" in told.text
    act = next(act for act in acts.history(designation) if act.did == "designation.validate")
    assert (act.before["state"]["en"], act.after["state"]["en"]) == ("Under review", "In force")


def test_who_filed_for_a_party_does_not_validate_it_from_the_secretariat(post, mexico, officer):
    designation = under_review(post, mexico, officer)
    change(Designation.objects.filter(pk=designation.pk), filed_by=officer)
    with pytest.raises(designations.OwnValidation):
        designations.validate(designation=designation, by=officer, on=LATER)


def test_what_the_secretariat_put_in_the_same_officer_validates(post, officer):
    designation = under_review(post, officer, officer)
    assert designations.validate(designation=designation, by=officer, on=LATER).state == "in_force"


def test_a_designation_of_a_later_day_gives_rights_from_that_day(post, mexico, officer, monkeypatch):
    designation = under_review(post, mexico, officer, person_data=ANA, starts=date(2026, 3, 1))
    designations.validate(designation=designation, by=officer, on=LATER)
    ana = User.objects.get(email="ana@mex.example")

    def may_draft(moment) -> bool:
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)
        return access.can(User.objects.get(pk=ana.pk), "profile.draft", Party.objects.get(code="MEX"))

    assert not may_draft(datetime(2026, 3, 1, 3, 59, tzinfo=UTC))
    assert may_draft(datetime(2026, 3, 1, 4, 0, tzinfo=UTC))


def test_what_was_returned_is_completed_and_sent_again(post, mexico, officer):
    designation = returned(post, mexico, officer)
    assert designation.complete_by == date(2002, 5, 11)
    assert "The address is missing." in Message.objects.get(to=mexico).text
    sent = designations.complete(
        designation=designation, person_data=ANA, reference="NV 115/02", by=mexico, on=LATER
    )
    assert (sent.state, sent.complete_by, sent.reference) == ("received", None, "NV 115/02")
    assert (sent.person.email, sent.letter.name) == ("ana@mex.example", "note.pdf")
    assert Person.objects.filter(family_name="Morales").count() == 1


def test_completing_meets_the_rules_of_filing(post, mexico, officer):
    designation = returned(post, mexico, officer)
    with pytest.raises(tenure.EarlierWithoutReason):
        designations.complete(designation=designation, starts=date(2001, 1, 1), by=mexico, on=LATER)
    with pytest.raises(channels.SignerOutside):
        designations.complete(designation=designation, office="", by=mexico, on=LATER)
    designation.refresh_from_db()
    assert designation.state == "returned"


@pytest.mark.parametrize("verb", ["send_back", "reject"])
def test_a_return_and_a_rejection_say_why(post, mexico, officer, verb):
    designation = under_review(post, mexico, officer)
    word = "note" if verb == "send_back" else "reason"
    with pytest.raises(designations.NoNote):
        getattr(designations, verb)(designation=designation, by=officer, on=NOON, **{word: "  "})
    moved = getattr(designations, verb)(designation=designation, by=officer, on=NOON, **{word: "Illegible."})
    assert (moved.note, Act.objects.first().reason) == ("Illegible.", "Illegible.")


def test_the_database_keeps_note_and_day_of_what_is_returned(post, mexico, officer):
    designation = returned(post, mexico, officer)
    for broken in ({"note": ""}, {"complete_by": None}, {"state": "in_force"}, {"state": "ended"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            change(Designation.objects.filter(pk=designation.pk), **broken)


def test_the_incumbent_can_not_touch_what_the_ministry_sent_to_the_secretariat(mexico, officer):
    """A letter that names the successor of the focal point is not the focal point's to withdraw."""
    letter_in = filed(mexico.person.designations.get().post, officer)
    with pytest.raises(designations.OtherFiler):
        designations.withdraw(designation=letter_in, by=mexico, on=NOON)
    designations.take(designation=letter_in, by=officer, on=NOON)
    designations.send_back(designation=letter_in, note="Which post?", by=officer, on=NOON)
    with pytest.raises(designations.OtherFiler):
        designations.complete(designation=letter_in, by=mexico, on=NOON)
    assert designations.complete(designation=letter_in, by=officer, on=NOON).state == "received"


def test_the_secretariat_does_not_withdraw_what_a_party_filed(post, mexico, officer):
    with pytest.raises(designations.OtherFiler):
        designations.withdraw(designation=filed(post, mexico), by=officer, on=NOON)


def test_a_withdrawn_designation_can_be_filed_anew(post, mexico):
    designations.withdraw(designation=filed(post, mexico), by=mexico, on=NOON)
    assert filed(post, mexico).state == "received"


def test_what_is_not_completed_in_time_lapses_once(post, mexico, officer):
    designation = returned(post, mexico, officer)
    on_the_day = datetime(2002, 5, 12, 3, tzinfo=UTC)  # still 11 May in Port of Spain
    assert designations.lapse_due(on_the_day) == 0
    assert [designations.lapse_due(on_the_day + timedelta(hours=2)) for _time in range(2)] == [1, 0]
    designation.refresh_from_db()
    act = acts.history(designation)[0]
    assert (designation.state, act.did, act.by) == ("lapsed", "designation.lapse", None)
    assert Message.objects.filter(to=mexico).count() == 2


def test_a_reminder_is_due_in_the_last_week_to_whoever_holds_the_post_now(post, mexico, officer):
    designation = returned(post, mexico, officer)
    assert filings.to_remind(datetime(2002, 5, 3, 12, tzinfo=UTC)) == []
    assert filings.to_remind(datetime(2002, 5, 4, 12, tzinfo=UTC)) == [(designation, [mexico])]
    change(mexico.person.designations.filter(), until=date(2002, 5, 4), end_reason="Left")
    assert filings.to_remind(datetime(2002, 5, 4, 12, tzinfo=UTC)) == [(designation, [])]


@pytest.mark.parametrize(
    ("state", "day", "late"),
    [
        ("received", date(2002, 4, 25), False),
        ("received", date(2002, 4, 26), True),
        ("returned", date(2002, 5, 11), False),
        ("returned", date(2002, 5, 12), True),
        ("in_force", date(2026, 1, 1), False),
    ],
)
def test_what_waits_too_long_is_late(post, mexico, officer, state, day, late):
    made = {
        "received": lambda: filed(post, mexico),
        "returned": lambda: returned(post, mexico, officer),
        "in_force": lambda: designate("CUB", officer),
    }[state]()
    assert filings.is_late(made, day) is late


def test_the_secretariat_finds_by_state_words_and_in_order(post, mexico, haiti, officer):
    first = filed(post, mexico)
    second = filed(
        opened("HTI", officer), haiti, person_data=person("Zoé", "Alix"), reference="HT 9", on=LATER
    )

    def found(**asked):
        return list(filings.found(language="en", **asked).values_list("pk", flat=True))

    assert found() == [first.pk, second.pk]
    assert found(sort="party") == [second.pk, first.pk]
    assert (found(words="zoé ht"), found(words="haïti"), found(words="nobody")) == (
        [second.pk],
        [second.pk],
        [],
    )
    assert (found(state="returned"), len(found(state="all"))) == ([], 4)


def test_filings_wait_for_the_secretariat_and_returns_for_the_focal_point(post, mexico, officer):
    designation = returned(post, mexico, officer)
    task = waiting_for(mexico, on=NOON)[0]
    assert (task.title, task.due) == ("Complete the designation of Ana MORALES", date(2002, 5, 11))
    assert task.url == f"/en/network/mex/designations/{designation.pk}/"
    assert "waits for a decision" not in waiting_for(officer, on=NOON)[0].title
    designations.complete(designation=designation, by=mexico, on=NOON)
    task = waiting_for(officer, on=NOON)[0]
    assert (task.title, task.detail, task.urgent) == (
        "1 designation waits for a decision",
        "Ana MORALES (Mexico)",
        False,
    )
    assert waiting_for(officer, on=datetime(2002, 4, 26, 12, tzinfo=UTC))[0].urgent


def test_what_was_in_hand_goes_over_with_the_post(post, mexico, officer, monkeypatch):
    """A filing that was returned, the draft of the profile and its tasks: all belong to the post."""
    designation = returned(post, mexico, officer)
    drafted("MEX", mexico, policy_en="We cooperate.")
    primary = mexico.person.designations.get()
    successor = designate(
        "MEX",
        officer,
        person_data=person("Raúl", "Ortega", email="raul@mex.example"),
        hand_over=True,
        starts=date(2026, 3, 1),
    )
    primary.refresh_from_db()
    assert (primary.until, primary.end_reason) == (date(2026, 3, 1), "Succeeded by Raúl ORTEGA")
    raul, party = successor.person.user, Party.objects.get(code="MEX")

    def seen(user, moment):
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)
        user = User.objects.get(pk=user.pk)
        titles = [task.title for task in waiting_for(user, on=moment)]
        return access.can(user, "profile.publish", party), titles

    before, after = datetime(2026, 3, 1, 3, 59, tzinfo=UTC), datetime(2026, 3, 1, 4, tzinfo=UTC)
    in_hand = ["Complete the designation of Ana MORALES", "Publish the changes to the profile of Mexico"]
    assert (seen(mexico, before), seen(raul, before)) == ((True, in_hand), (False, []))
    assert (seen(mexico, after), seen(raul, after)) == ((False, []), (True, in_hand))
    assert designations.complete(designation=designation, by=raul, on=after).state == "received"
