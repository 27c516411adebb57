"""Letters about a delegate: guarded, numbered once, told to the party, erasable."""

import hashlib

import pytest
from django.utils import timezone

from acs_portal.kernel.models import Act, Message
from meetings.domain import arrivals, delegations, letters, meetings
from meetings.models import Delegate, Delegation
from tests.cast import holder
from tests.meetings.conftest import ON, add_delegate, plan, put_off, register
from tests.pdf_checks import assert_official_pdf


@pytest.fixture
def ana(meeting, officer):
    """A delegate of Mexico to an announced meeting."""
    return add_delegate(register(meeting, officer, "MEX"), officer, is_listed=False)


def issue(delegate, by, kind="visa_support", language="en"):
    return letters.issue(
        delegate=delegate,
        kind=kind,
        language=language,
        signatory="Olive Officer",
        signatory_function="Director",
        by=by,
        on=ON,
    )


def test_a_letter_has_a_reference_that_is_given_once_and_the_hash_of_its_bytes(ana, officer):
    first, second = issue(ana, officer), issue(ana, officer, language="fr")
    assert [first.reference, second.reference] == ["ACS/2002/RCI.I/VISA.001", "ACS/2002/RCI.I/VISA.002"]
    assert first.sha256 == hashlib.sha256(first.data).hexdigest()
    assert_official_pdf(
        bytes(second.data),
        language="fr",
        contains=["Ms. Ana PÉREZ", "ACS/2002/RCI.I/VISA.002", "Olive Officer", "Mexique", second.mark],
    )
    assert "PÉREZ" not in str(list(Act.objects.filter(did=letters.ISSUED).values()))


def test_attendance_is_certified_only_of_who_was_checked_in(ana, officer):
    with pytest.raises(letters.NotPresent):
        issue(ana, officer, "attendance")
    assert not ana.delegation.meeting.symbols.exists()
    arrivals.check_in(delegate=ana, by=officer, on=ON)
    made = issue(ana, officer, "attendance", "es")
    assert made.reference == "ACS/2002/RCI.I/ATT.001"
    assert_official_pdf(bytes(made.data), language="es", contains=["Ms. Ana PÉREZ", "1 de marzo de 2002"])
    arrivals.undo(delegate=ana, reason="Wrong badge", by=officer, on=ON)
    with pytest.raises(letters.NotPresent):
        issue(ana, officer, "attendance")


def test_no_letter_for_the_withdrawn_the_unannounced_or_a_journey_that_is_over(ana, meeting, officer):
    hidden = add_delegate(register(plan(officer, code="later"), officer, "MEX"), officer)
    with pytest.raises(letters.NotAnnouncedYet):
        issue(hidden, officer)
    arrivals.check_in(delegate=ana, by=officer, on=ON)
    gone = add_delegate(ana.delegation, officer, "Gómez")
    delegations.withdraw(delegate=gone, reason="Ill", by=officer, on=ON)
    with pytest.raises(arrivals.NotExpected):
        issue(gone, officer)
    meetings.open_(meeting=meeting, by=officer, on=ON)
    meetings.close(meeting=meeting, by=officer, on=ON)
    with pytest.raises(meetings.MeetingClosed):
        issue(ana, officer)
    assert issue(ana, officer, "attendance").reference == "ACS/2002/RCI.I/ATT.001"


def test_the_focal_points_of_the_party_are_told_once(
    ana, officer, mexico, haiti, smtp, django_capture_on_commit_callbacks
):
    holder("MEX", "reviewer", "reviewer@example.org", "Tere", "Téllez", "es")  # may not read it
    letter, now = issue(ana, officer), timezone.now()
    mailing = letters.mailing(letter, on=now)
    assert mailing.recipients == [mexico]
    for _time in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            letters.send(letter=letter, told=mailing.fingerprint, by=officer, on=now)
    (mail,) = smtp.to("mexico@example.org")
    words = mail.get_body(("plain",)).get_content()
    assert f"/es/meetings/rci-1-2002/letters/{letter.pk}.pdf" in words
    assert "PÉREZ" not in words
    assert Message.objects.count() == 1


def test_nobody_to_tell_is_said(ana, officer):
    letter = issue(ana, officer)
    with pytest.raises(letters.NobodyToTell):
        letters.send(letter=letter, told="", by=officer, on=ON)


def test_of_an_erased_person_the_reference_alone_stays(ana, officer):
    letter = issue(ana, officer)
    assert letters.forget(ana) == 1
    found = letters.find(" acs/2002/rci.i/visa.001 ")
    assert (found.pk, found.delegate, bytes(found.data), found.party.code) == (letter.pk, None, b"", "MEX")
    with pytest.raises(letters.LetterForgotten):
        letters.send(letter=letter, told="", by=officer, on=ON)


def test_a_visa_is_supported_only_of_who_is_expected(ana, meeting, officer):
    people = {
        "waiting": {"waitlisted_at": ON},
        "new": {"is_new": True},
    }
    for name, state in people.items():
        one = add_delegate(ana.delegation, officer, name)
        Delegate.objects.filter(pk=one.pk).update(**state)
        with pytest.raises(arrivals.NotExpected):
            issue(one, officer)
    for state in ("submitted", "withdrawn"):
        Delegation.objects.update(state=state)
        with pytest.raises(arrivals.NotExpected):
            issue(ana, officer)
    assert not meeting.symbols.exists()


def test_no_visa_is_supported_while_the_meeting_is_postponed(ana, meeting, officer):
    put_off(meeting, officer)
    with pytest.raises(meetings.DatesPutOff):
        issue(ana, officer)
