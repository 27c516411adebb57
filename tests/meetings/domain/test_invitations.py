from datetime import timedelta

import pytest

from acs_portal.kernel import issuing, outbox
from acs_portal.kernel.errors import RuleBroken
from acs_portal.kernel.models import Act, IssuedDocument, Message, Stale, User
from meetings.domain import delegations, invitation_list, invitation_mail, invitations, meetings, participants
from meetings.models import Invitation, Symbol
from network.models import Party
from tests.meetings.conftest import ON, plan, put_off, resume
from tests.meetings.invited import draft, got, guest, issue, send, write_letter
from tests.pdf_checks import assert_official_pdf

pytestmark = pytest.mark.django_db
LATER = ON + timedelta(days=1)


def answer(pk, by, said="accepted", **changes):
    values = {"invitation": got(pk), "answer": said, "note": "", "by": by, "on": LATER}
    invitations.answer(**(values | changes))


def withdraw(pk, by, reason="Aplazado", **changes):
    invitations.withdraw(invitation=got(pk), reason=reason, by=by, on=LATER, **changes)


# ---------------------------------------------------------------- drawing up and issuing


def test_an_invitation_is_drawn_up_in_the_working_language_through_the_focal_point(meeting, officer):
    (pk,) = draft(meeting, officer, "HTI")
    one = got(pk)
    assert (one.language, one.category, one.state) == ("fr", "member", "draft")
    assert one.addressee.split("\n")[:2] == ["Ministère des Affaires étrangères", "Haïti"]
    kinds = {"ABW": "associate", "SELA": "observer"}
    assert [got(draft(meeting, officer, code)[0]).category for code in kinds] == [*kinds.values()]


def test_a_party_is_invited_once_and_only_one_of_that_day(meeting, officer):
    draft(meeting, officer, "MEX")
    with pytest.raises(invitations.AlreadyInvited):
        draft(meeting, officer, "MEX")
    with pytest.raises(delegations.NotAParty):
        draft(meeting, officer, "CUW")  # an associate member only since 2014
    with pytest.raises(invitations.NoneChosen):
        draft(meeting, officer)


def test_letters_are_numbered_in_protocol_order_and_no_number_is_given_twice(meeting, officer):
    write_letter(meeting, officer)
    pks = draft(meeting, officer, "SELA", "MEX", "ABW", "CUB")
    invitations.issue(meeting=meeting, pks=[], by=officer, on=ON)
    numbers = {got(pk).party.code: got(pk).symbol[-3:] for pk in pks}
    assert numbers == {"CUB": "001", "MEX": "002", "ABW": "003", "SELA": "004"}
    withdraw(pks[1], officer)
    (again,) = issue(meeting, officer, "MEX")
    assert got(again).symbol == "ACS/2002/RCI.I/INV.005"
    assert Symbol.objects.filter(meeting=meeting, type="INV").count() == 5


def test_who_presses_second_finds_nothing_left_to_issue(meeting, officer, approver):
    pks = issue(meeting, officer, "MEX")
    with pytest.raises(invitations.NoneChosen):
        invitations.issue(meeting=meeting, pks=pks, by=approver, on=ON)
    assert Symbol.objects.filter(type="INV").count() == 1


def test_nothing_goes_out_before_the_meeting_is_announced(planned, officer):
    write_letter(planned, officer)
    pks = draft(planned, officer, "MEX")
    with pytest.raises(invitations.NotAnnouncedYet):
        invitations.issue(meeting=planned, pks=pks, by=officer, on=ON)


def test_a_letter_is_one_pdf_in_its_language_stored_once(
    meeting, officer, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        pks = issue(meeting, officer, "JAM", "MEX", "HTI")
    words = {"en": "Jamaica", "es": "saluda atentamente a México", "fr": "Haïti"}
    for document in IssuedDocument.objects.select_related("release"):
        data = bytes(document.data)
        contains = [words.pop(document.language), document.release.symbol]
        assert_official_pdf(data, language=document.language, pages=range(1, 2), contains=contains)
    assert words == {}
    assert issuing.issue_missing(before=LATER) == 0
    released = invitations.release_of(got(pks[0]))
    assert issuing.languages_of(released) == ("en",)


def test_letters_whose_pdf_failed_are_made_later(meeting, officer):
    issue(meeting, officer, "JAM")
    assert issuing.issue_missing(before=LATER) == 1
    assert issuing.issue_missing(before=LATER) == 0


def test_a_draft_can_be_changed_and_removed_and_an_issued_letter_cannot(meeting, officer):
    first, second = draft(meeting, officer, "MEX", "CUB")
    one, stale = got(first), got(first)
    one.language = "en"
    invitations.save(invitation=one, by=officer, on=ON)
    stale.language = "fr"
    with pytest.raises(Stale):
        invitations.save(invitation=stale, by=officer, on=ON)
    invitations.remove(invitation=got(second), by=officer, on=ON)
    write_letter(meeting, officer)
    invitations.issue(meeting=meeting, pks=[first], by=officer, on=ON)
    one = got(first)
    one.addressee = "Somebody else"
    with pytest.raises(invitations.NotADraft):
        invitations.save(invitation=one, by=officer, on=ON)
    with pytest.raises(invitations.NotADraft):
        invitations.remove(invitation=got(first), by=officer, on=ON)


# ---------------------------------------------------------------- sending


def test_letters_go_to_the_focal_point_by_link_and_to_a_contact_as_a_file(
    smtp, meeting, officer, mexico, haiti, django_capture_on_commit_callbacks
):
    one = guest(meeting, officer)
    with django_capture_on_commit_callbacks(execute=True):
        issue(meeting, officer, "MEX", "HTI", "CUB")
        invitations.issue(meeting=meeting, pks=[one.pk], by=officer, on=ON)
        sent = invitation_mail.send(meeting=meeting, pks=[], by=officer, on=ON)
    assert [one.party.code for one in sent] == ["HTI", "MEX", "G-1"]  # nobody to write to in Cuba
    found = {mail["To"]: mail for mail in smtp.received}
    assert {address: mail["Content-Language"] for address, mail in found.items()} == {
        mexico.email: "es",
        haiti.email: "fr",
        "guest@example.org": "fr",
    }
    files = {address: list(mail.iter_attachments()) for address, mail in found.items()}
    assert [len(files[address]) for address in (mexico.email, haiti.email)] == [0, 0]
    (letter,) = files["guest@example.org"]
    stored = IssuedDocument.objects.get(release=invitations.release_of(got(one.pk)))
    assert letter.get_filename() == "ACS-2002-RCI.I-INV.004.pdf"
    assert letter.get_content() == bytes(stored.data)
    assert "/es/meetings/rci-1-2002/invitation/" in found[mexico.email].get_body(("plain",)).get_content()
    contact = User.objects.get(email="guest@example.org")
    assert (contact.has_usable_password(), contact.role, contact.language) == (False, "", "fr")


def test_what_was_in_sight_is_what_is_sent(meeting, officer, mexico, request):
    pks = issue(meeting, officer, "MEX", "HTI")
    seen = invitation_mail.dispatch(meeting, pks, on=ON)
    assert ([row[1] for row in seen.rows], [one.party.code for one in seen.without]) == ([mexico], ["HTI"])
    request.getfixturevalue("haiti")
    with pytest.raises(outbox.RecipientsChanged):
        invitation_mail.send(meeting=meeting, pks=pks, by=officer, on=ON, told=seen.fingerprint)
    assert (Message.objects.count(), got(pks[0]).state) == (0, "issued")


def test_what_reaches_nobody_goes_by_other_means_and_that_is_on_record(meeting, officer):
    (pk,) = issue(meeting, officer, "CUB")
    with pytest.raises(invitation_mail.NobodyToWriteTo):
        invitation_mail.send(meeting=meeting, pks=[pk], by=officer, on=ON)
    with pytest.raises(invitation_mail.HowMissing):
        invitation_mail.send_otherwise(invitation=got(pk), how=" ", by=officer, on=ON)
    invitation_mail.send_otherwise(invitation=got(pk), how="By courier", by=officer, on=ON)
    assert (got(pk).state, got(pk).sent_how, Message.objects.count()) == ("sent", "By courier", 0)
    answer(pk, officer, note="By telephone")
    act = Act.objects.get(did="invitation.answer")
    assert (act.after, act.capacity, got(pk).answer_note) == (
        {"answer": "accepted", "state": "answered"},
        "officer",
        "By telephone",
    )


def test_nothing_is_sent_twice(meeting, officer, mexico):
    pks = send(meeting, officer, "MEX")
    with pytest.raises(invitations.NoneChosen):
        invitation_mail.send(meeting=meeting, pks=pks, by=officer, on=LATER)
    with pytest.raises(invitation_mail.NotIssued):
        invitation_mail.send_otherwise(invitation=got(pks[0]), how="By courier", by=officer, on=ON)
    assert Message.objects.count() == 1


# ---------------------------------------------------------------- answers and withdrawals


def test_a_party_answers_and_may_change_its_answer(meeting, officer, mexico):
    (pk,) = send(meeting, officer, "MEX")
    invitations.open_(invitation=got(pk), by=mexico, on=LATER)
    version = got(pk).version
    answer(pk, mexico, "undecided", version=version)
    assert (got(pk).state, got(pk).opened_at) == ("sent", LATER)
    with pytest.raises(Stale):
        answer(pk, mexico, "declined", version=version)
    answer(pk, mexico, "declined")
    assert (got(pk).state, got(pk).answer, got(pk).answered_by) == ("answered", "declined", mexico)
    act = Act.objects.filter(did="invitation.answer").first()
    assert (act.capacity, act.capacity_of["es"]) == ("publisher", "México")
    invitations.open_(invitation=got(pk), by=mexico, on=LATER + timedelta(days=1))
    assert got(pk).opened_at == LATER  # only the first time counts


def test_whoever_got_the_letter_is_told_of_its_withdrawal_in_their_language(meeting, officer, mexico):
    (pk,) = send(meeting, officer, "MEX")
    mexico.language = "fr"
    mexico.save()
    told = invitations.withdrawal(got(pk), "Aplazado").fingerprint
    with pytest.raises(outbox.RecipientsChanged):
        withdraw(pk, officer, told="0" * 64)
    withdraw(pk, officer, told=told)
    message = Message.objects.get(kind="invitation_withdrawn")
    assert (message.to, message.language, "Aplazado" in message.text) == (mexico, "fr", True)
    assert (got(pk).state, Act.objects.get(did="invitation.withdraw").reason) == ("withdrawn", "Aplazado")
    with pytest.raises(invitations.InvitationWithdrawn):
        answer(pk, mexico)


def test_each_step_is_refused_out_of_its_turn(meeting, officer, mexico):
    """State x step -> the rule that refuses it; "" where it may be taken (and is tried elsewhere)."""
    (drafted,) = draft(meeting, officer, "CUB")
    (issued,) = issue(meeting, officer, "JAM")
    (sent,) = send(meeting, officer, "MEX")
    (gone,) = issue(meeting, officer, "PAN")
    withdraw(gone, officer)
    steps = {
        "open": lambda pk: invitations.open_(invitation=got(pk), by=mexico, on=ON),
        "answer": lambda pk: answer(pk, mexico),
        "otherwise": lambda pk: invitation_mail.send_otherwise(
            invitation=got(pk), how="By courier", by=officer, on=ON
        ),
        "withdraw": lambda pk: withdraw(pk, officer),
        "withdraw without a reason": lambda pk: withdraw(pk, officer, reason=" "),
        "remove": lambda pk: invitations.remove(invitation=got(pk), by=officer, on=ON),
    }
    refused = {
        ("open", drafted): "NotSent",
        ("open", issued): "NotSent",
        ("open", gone): "NotSent",
        ("answer", drafted): "NotSent",
        ("answer", issued): "NotSent",
        ("answer", gone): "InvitationWithdrawn",
        ("otherwise", drafted): "NotIssued",
        ("otherwise", sent): "NotIssued",
        ("otherwise", gone): "NotIssued",
        ("withdraw", drafted): "NotToWithdraw",
        ("withdraw", gone): "NotToWithdraw",
        ("withdraw without a reason", sent): "ReasonMissing",
        ("remove", issued): "NotADraft",
        ("remove", sent): "NotADraft",
        ("remove", gone): "NotADraft",
    }
    found = {}
    for step, pk in refused:
        with pytest.raises(RuleBroken) as broken:
            steps[step](pk)
        found[step, pk] = type(broken.value).__name__
    assert found == refused


def test_nothing_of_it_is_changed_once_the_meeting_is_cancelled_and_the_invited_are_told(
    meeting, officer, mexico
):
    one = guest(meeting, officer)
    pks = send(meeting, officer, "MEX")
    invitations.issue(meeting=meeting, pks=[one.pk], by=officer, on=ON)
    invitation_mail.send(meeting=meeting, pks=[one.pk], by=officer, on=ON)
    (drafted,) = draft(meeting, officer, "CUB")
    reason = {"en": "A hurricane", "es": "Un huracán", "fr": "Un ouragan"}
    meetings.cancel(meeting=meeting, reason=reason, by=officer, on=LATER)
    told = Message.objects.filter(kind="meeting_cancelled")
    assert {message.address for message in told} == {mexico.email, "guest@example.org"}
    steps = [
        lambda: answer(pks[0], mexico),
        lambda: withdraw(pks[0], officer),
        lambda: draft(meeting, officer, "PAN"),
        lambda: guest(meeting, officer, name="Other"),
        lambda: invitations.remove(invitation=got(drafted), by=officer, on=ON),
        lambda: invitations.issue(meeting=meeting, pks=[drafted], by=officer, on=ON),
        lambda: invitation_mail.send(meeting=meeting, pks=[], by=officer, on=ON),
    ]
    for step in steps:
        with pytest.raises(meetings.MeetingCancelled):
            step()


# ---------------------------------------------------------------- guests


def test_a_guest_is_a_party_of_the_meeting_and_of_nothing_else(meeting, officer):
    before = Party.objects.count()
    one = guest(meeting, officer)
    assert (one.category, one.language, one.party.code, one.party.sort_fr) == (
        "guest",
        "fr",
        "G-1",
        "institute (fr)",
    )
    assert Party.objects.count() == before
    assert not one.party.is_member
    with pytest.raises(invitations.AlreadyInvited):
        guest(meeting, officer)  # the same form sent twice
    assert guest(meeting, officer, name="Other").party.code == "G-2"
    invitations.remove(invitation=got(one.pk), by=officer, on=ON)
    assert [party.code for party in Party.with_guests.filter(kind="guest")] == ["G-2"]


def test_the_delegation_of_a_guest_stands_last_in_the_list_of_participants(meeting, officer, mexico):
    party = guest(meeting, officer).party
    for one in (party, Party.objects.get(code="MEX"), Party.objects.get(code="SELA")):
        delegations.register_delegation(meeting=meeting, party=one, by=officer, on=ON)
    kinds = [node.id for node in participants.tree(meeting).children]
    assert kinds == ["member_state", "founding_observer", "guest"]
    assert participants.tree(meeting).children[-1].words["title"]["en"] == "Guests"
    other = plan(officer, code="other")
    with pytest.raises(delegations.NotAParty):
        delegations.register_delegation(meeting=other, party=party, by=officer, on=ON)


def test_the_register_keeps_no_personal_data_of_an_invitation(meeting, officer, mexico):
    one = got(guest(meeting, officer).pk)
    one.contact_email, one.contact_name = "other@example.org", "Olga Other"
    invitations.save(invitation=one, by=officer, on=ON)
    (pk,) = send(meeting, officer, "MEX")
    answer(pk, mexico, note="With my wife Rosa")
    entries = str([(act.before, act.after, act.reason, act.to_label) for act in Act.objects.all()])
    assert [word for word in ("Gaston", "guest@", "Olga", "other@", "Rosa") if word in entries] == []


# ---------------------------------------------------------------- reading


def test_the_list_has_every_party_of_the_day_and_narrows(meeting, officer, mexico, haiti):
    (sent,) = send(meeting, officer, "MEX")
    issue(meeting, officer, "CUB")
    (opened,) = send(meeting, officer, "HTI")
    invitations.open_(invitation=got(opened), by=haiti, on=LATER)
    answer(sent, mexico)
    guest(meeting, officer)
    rows = invitation_list.rows(meeting, language="en", on=ON)

    def codes(**asked) -> list[str]:
        return [row.party.code for row in invitation_list.narrowed(rows, **asked)]

    assert codes() == ["CUB", "HTI", "MEX", "G-1"]
    assert codes(sort="-party") == ["G-1", "MEX", "HTI", "CUB"]
    assert codes(sort="answered")[0] == "MEX"
    assert codes(q="rci.i/inv.001") == ["MEX"]
    assert codes(q="mejico") == []
    assert codes(q="méxico") == ["MEX"]
    assert (codes(state="accepted"), codes(state="silent"), codes(state="opened")) == (
        ["MEX"],
        ["HTI"],
        ["HTI"],
    )
    assert (codes(state="nobody"), codes(language="fr"), codes(category="guest")) == (
        ["CUB"],
        ["HTI", "G-1"],
        ["G-1"],
    )
    free = codes(state="none")
    assert {"PAN", "ANT", "SELA"} <= set(free)
    assert {"MEX", "CUW", "G-1"} & set(free) == set()
    members = {"yes": 1, "no": 0, "open": 1, "silent": 0, "unsent": 1}
    assert invitation_list.bars(rows)[0] == ("Member State", members)
    assert Invitation.objects.count() == 4


def test_no_letter_is_issued_or_sent_while_the_meeting_is_postponed(meeting, officer, mexico):
    pks = issue(meeting, officer, "MEX")
    late = draft(meeting, officer, "CUB")
    put_off(meeting, officer)
    with pytest.raises(meetings.DatesPutOff):
        invitation_mail.send(meeting=meeting, pks=pks, by=officer, on=LATER)
    with pytest.raises(meetings.DatesPutOff):
        invitations.issue(meeting=meeting, pks=late, by=officer, on=LATER)


def test_a_letter_with_the_dates_before_the_postponement_is_not_sent(meeting, officer, mexico, haiti):
    pks = issue(meeting, officer, "MEX")
    put_off(meeting, officer)
    resume(meeting, officer)
    (new,) = issue(meeting, officer, "HTI")
    with pytest.raises(invitation_mail.DatesMoved, match="México|Mexico"):
        invitation_mail.send(meeting=meeting, pks=[], by=officer, on=LATER)
    with pytest.raises(invitation_mail.DatesMoved):
        invitation_mail.send_otherwise(invitation=got(pks[0]), how="by courier", by=officer, on=LATER)
    assert got(pks[0]).state == "issued"
    withdraw(pks[0], officer)
    invitation_mail.send(meeting=meeting, pks=[], by=officer, on=LATER)
    assert got(new).state == "sent"
