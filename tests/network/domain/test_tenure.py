"""Posts, channels, successions and corrections."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from acs_portal.kernel import acts
from acs_portal.kernel.models import Message, Stale
from acs_portal.kernel.tracking import LeavesNoTrace
from network.domain import channels, designations, posts, tenure
from network.models import AuthorisedChannel, Party, Post, PriorityArea
from tests.cast import stored
from tests.network.office import LATER, NOON, designate, opened, person, under_review

RAUL = person("Raúl", "Ortega", email="raul@mex.example")


@pytest.fixture
def ana(parties, officer):
    return designate("MEX", officer, person_data=person("Ana", "Morales", email="ana@mex.example"))


# ---------------------------------------------------------------- posts


def test_a_party_has_one_technical_post_for_each_theme(parties, officer):
    opened("MEX", officer, "technical", "trade")
    assert opened("MEX", officer, "technical", "transport").title == "Technical focal point: Transport"
    with pytest.raises(posts.PostExists):
        opened("MEX", officer, "technical", "trade")
    trade = PriorityArea.objects.get(code="trade")
    with pytest.raises(IntegrityError), transaction.atomic():
        stored(Post(party=Party.objects.get(code="MEX"), kind="technical", theme=trade))


@pytest.mark.parametrize(("kind", "theme"), [("technical", ""), ("deputy", "trade")])
def test_a_theme_is_of_technical_posts_alone(parties, officer, kind, theme):
    with pytest.raises(posts.ThemeMissing):
        opened("MEX", officer, kind, theme)


def test_a_post_is_closed_with_its_day_and_reason_and_opened_again(ana, officer):
    close = {"post": ana.post, "by": officer, "on": LATER}
    with pytest.raises(posts.PostHeld, match="Ana MORALES"):
        posts.close_post(closed_on=date(2002, 4, 12), reason="Merged", **close)
    tenure.end(designation=ana, until=date(2002, 4, 1), reason="Retired", by=officer, on=LATER)
    with pytest.raises(posts.PostHeld):
        posts.close_post(closed_on=date(2002, 3, 31), reason="Merged", **close)
    with pytest.raises(posts.NoCloseReason):
        posts.close_post(closed_on=date(2002, 4, 12), reason=" ", **close)
    posts.close_post(closed_on=date(2002, 4, 12), reason="Merged", **close)
    with pytest.raises(posts.PostClosed):
        designate("MEX", officer, person_data=RAUL, starts=date(2002, 4, 12))
    assert posts.reopen_post(**close).closed_on is None
    assert [act.did for act in acts.history(ana.post)] == ["post.reopen", "post.close", "post.open"]


def test_a_post_with_a_designation_to_decide_is_not_closed(parties, officer):
    post = opened("MEX", officer)
    under_review(post, officer, officer)
    with pytest.raises(posts.PostAwaits):
        posts.close_post(post=post, closed_on=date(2002, 4, 12), reason="Merged", by=officer, on=LATER)


def test_a_designation_and_a_post_are_never_written_or_deleted_past_their_history(ana):
    for row in (ana, ana.post):
        for write in (row.save, row.delete, type(row).objects.all().delete):
            with pytest.raises(LeavesNoTrace):
                write()


# ---------------------------------------------------------------- who may sign


def test_until_a_party_has_a_channel_the_general_rule_holds(parties, officer):
    for office in ("foreign_ministry", "permanent_mission"):
        designate("MEX", officer, kind="deputy", office=office, person_data=person(office, "Example"))
    with pytest.raises(
        channels.SignerOutside, match="Ministry of Foreign Affairs, Permanent mission or embassy"
    ):
        designate("MEX", officer, office="")


@pytest.fixture
def channel(parties, officer) -> AuthorisedChannel:
    """The Foreign Ministry of Mexico, from 2002 until 2010."""
    return channels.add(
        party=Party.objects.get(code="MEX"),
        name="Secretaría de Relaciones Exteriores",
        starts=date(2002, 1, 1),
        until=date(2010, 1, 1),
        by=officer,
        on=NOON,
    )


def test_a_signer_for_another_office_is_refused_with_the_list(channel, officer):
    with pytest.raises(channels.SignerOutside, match=r"Mexico.*Secretaría de Relaciones Exteriores"):
        designate("MEX", officer, office="foreign_ministry")
    other = channels.add(party=Party.objects.get(code="CUB"), name="MINREX", by=officer, on=NOON)
    with pytest.raises(channels.SignerOutside):
        designate("MEX", officer, channel=other, office="")
    assert designate("MEX", officer, channel=channel, office="").signed_for == channel.name


@pytest.mark.parametrize(
    ("dated", "is_taken"),
    [(date(2001, 12, 31), False), (date(2002, 1, 1), True)],
)
def test_a_channel_counts_on_the_day_of_the_letter(channel, officer, dated, is_taken):
    letter = {"dated": dated, "channel": channel, "office": ""}
    if is_taken:
        assert designate("MEX", officer, **letter)
    else:
        with pytest.raises(channels.SignerOutside):
            designate("MEX", officer, **letter)


def test_a_closed_channel_does_not_bring_the_general_rule_back(channel, officer):
    assert channels.may_sign(channel.party, date(2011, 1, 1)) == []


def test_a_channel_closed_meanwhile_stops_the_validation(channel, officer):
    post = opened("MEX", officer)
    waiting = under_review(post, officer, officer, channel=channel, office="")
    channel.starts = date(2002, 2, 1)
    channels.change(channel=channel, by=officer, on=LATER)
    with pytest.raises(channels.SignerOutside):
        designations.validate(designation=waiting, by=officer, on=LATER)


def test_a_change_of_a_channel_is_in_the_register_and_a_stale_one_refused(channel, officer):
    stale = AuthorisedChannel.objects.get(pk=channel.pk)
    channel.until = date(2005, 1, 1)
    channels.change(channel=channel, by=officer, on=LATER)
    act = acts.history(channel)[0]
    assert (act.before, act.after) == ({"until": "2010-01-01"}, {"until": "2005-01-01"})
    stale.name = "Other"
    with pytest.raises(Stale):
        channels.change(channel=stale, by=officer, on=LATER)


# ---------------------------------------------------------------- succession


def test_handing_over_ends_the_one_on_the_day_the_other_begins_and_tells_who_leaves(ana, officer):
    change_of = {"person_data": RAUL, "starts": date(2002, 5, 1)}
    with pytest.raises(tenure.PostTaken):
        designate("MEX", officer, **change_of)
    raul = designate("MEX", officer, hand_over=True, **change_of)
    ana.refresh_from_db()
    assert (raul.post, ana.until, ana.end_reason) == (ana.post, date(2002, 5, 1), "Succeeded by Raúl ORTEGA")
    told = Message.objects.get(to=ana.person.user, cause__startswith="designation:")
    assert "1 de mayo de 2002" in told.text
    assert [act.did for act in acts.history(ana)] == ["designation.end", "designation.record"]


def test_nobody_hands_over_before_they_began(ana, officer):
    with pytest.raises(tenure.PostTaken):
        designate(
            "MEX", officer, hand_over=True, person_data=RAUL, starts=date(2002, 1, 12), dated=date(2002, 1, 1)
        )


def test_a_vacant_post_needs_no_handing_over(ana, officer):
    tenure.end(designation=ana, until=date(2002, 3, 1), reason="Retired", by=officer, on=NOON)
    raul = designate("MEX", officer, hand_over=True, person_data=RAUL, starts=date(2002, 4, 1))
    ana.refresh_from_db()
    assert (ana.until, raul.starts) == (date(2002, 3, 1), date(2002, 4, 1))


def test_a_time_of_the_past_fits_between_two_others_and_not_over_them(ana, officer):
    past = {"person_data": RAUL, "end_reason": "Left", "late_reason": "Found in the archive.", "dated": None}
    with pytest.raises(tenure.PostTaken):
        designate("MEX", officer, starts=date(2001, 1, 1), until=date(2002, 1, 13), **past)
    earlier = designate("MEX", officer, starts=date(2001, 1, 1), until=date(2002, 1, 12), **past)
    assert earlier.post == ana.post


# ---------------------------------------------------------------- corrections


def test_a_correction_keeps_what_was_on_record_with_who_when_and_why(ana, officer):
    corrected = tenure.correct(
        designation=ana, reference="NV 141/02", reason="Digits swapped", by=officer, on=LATER
    )
    assert corrected.reference == "NV 141/02"
    act = acts.history(ana)[0]
    assert (act.did, act.before, act.after, act.reason) == (
        "designation.correct",
        {"reference": "NV 114/02"},
        {"reference": "NV 141/02"},
        "Digits swapped",
    )
    kept = [(state.reference, state.history_user) for state in ana.history.all()]
    assert kept == [("NV 141/02", officer), ("NV 114/02", officer)]


def test_a_correction_needs_a_reason_and_a_difference(ana, officer):
    correct = {"designation": ana, "by": officer, "on": LATER}
    with pytest.raises(tenure.NoCorrectionReason):
        tenure.correct(reference="NV 1", reason=" ", **correct)
    with pytest.raises(tenure.NothingToCorrect):
        tenure.correct(reference=ana.reference, reason="Typing", **correct)
    with pytest.raises(TypeError):
        tenure.correct(state="received", reason="Typing", **correct)
    with pytest.raises(tenure.NoReason):
        tenure.correct(until=date(2002, 3, 1), reason="Typing", **correct)
    with pytest.raises(tenure.ReceivedBeforeDated):
        tenure.correct(received_on=date(2002, 1, 1), reason="Typing", **correct)


def test_a_correction_to_an_earlier_day_says_why_and_makes_no_two_holders(ana, officer):
    late = tenure.correct(
        designation=ana, starts=date(2002, 1, 1), reason="As the note says", by=officer, on=LATER
    )
    assert late.late_reason == "As the note says"
    raul = designate("MEX", officer, person_data=RAUL, hand_over=True, starts=date(2002, 4, 1))
    with pytest.raises(tenure.Overlaps):
        tenure.correct(designation=raul, starts=date(2002, 3, 1), reason="Typing", by=officer, on=LATER)


def test_what_is_not_validated_is_completed_and_not_corrected_or_ended(parties, officer):
    waiting = under_review(opened("MEX", officer), officer, officer)
    for do in (
        lambda: tenure.correct(designation=waiting, reference="x", reason="y", by=officer, on=LATER),
        lambda: tenure.end(designation=waiting, until=date(2002, 5, 1), reason="y", by=officer, on=LATER),
        lambda: tenure.invite(designation=waiting, by=officer, on=LATER),
    ):
        with pytest.raises(tenure.NotInForce):
            do()
