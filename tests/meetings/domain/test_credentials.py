"""Credentials drive who votes and who signs; the quorum counts who is present."""

from datetime import UTC, date, datetime

import pytest
from django.core.files.base import ContentFile

from acs_portal.kernel import acts
from acs_portal.kernel.models import Act, StoredFile
from meetings.domain import credentials, sittings
from meetings.domain.meetings import MeetingClosed
from meetings.models import Delegation
from network.models import Party
from tests.meetings.conftest import ON, add_delegate, register

DAY = date(2002, 4, 11)
State = Delegation.Credentials
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"


def examine(delegation, by, state="in_order", note="", **fields):
    delegation.credentials_note = note
    return credentials.examine(delegation=delegation, state=state, by=by, on=ON, **fields)


def test_who_votes_and_who_signs_is_a_table(parties):
    """(party, credentials, is touched): votes, signs. Convention, Article IV.2."""
    table = {
        ("MEX", State.IN_ORDER, False): (True, True),
        ("MEX", State.PROVISIONAL, False): (True, False),
        ("MEX", State.RECEIVED, False): (False, False),
        ("MEX", State.NOT_ACCEPTED, True): (False, False),
        ("MEX", State.NONE, True): (False, False),
        ("ABW", State.IN_ORDER, False): (False, True),
        ("ABW", State.IN_ORDER, True): (True, True),
        ("ABW", State.NONE, True): (False, False),
        ("SELA", State.IN_ORDER, True): (False, False),
        ("ARG", State.IN_ORDER, True): (False, False),
    }
    for (code, state, touched), (votes, signs) in table.items():
        delegation = Delegation(party=Party.objects.get(code=code), credentials=state, state="approved")
        found = credentials.may_vote(delegation, day=DAY, is_touched=touched)
        assert (code, state, found, credentials.may_sign(delegation, day=DAY)) == (code, state, votes, signs)
    delegation.party, delegation.state = Party.objects.get(code="MEX"), "submitted"
    assert not credentials.may_vote(delegation, day=DAY)


def test_the_examination_is_recorded_with_who_and_why(meeting, officer):
    delegation = register(meeting, officer, "MEX")
    with pytest.raises(credentials.NothingSaid):
        examine(delegation, officer, "none")
    for state in ("not_accepted", "provisional"):
        with pytest.raises(credentials.NoteMissing):
            examine(delegation, officer, state)
    examine(delegation, officer, "provisional", note="copy until Friday")
    examine(delegation, officer, "in_order")
    delegation.refresh_from_db()
    assert (delegation.credentials, delegation.credentials_by) == ("in_order", officer)
    newest = acts.history(delegation)[0]
    assert (newest.did, newest.before["credentials"], newest.after["credentials"]) == (
        "delegation.examine",
        "provisional",
        "in_order",
    )


def test_the_register_keeps_neither_the_note_nor_the_file_and_a_replaced_file_is_erased(meeting, officer):
    delegation = register(meeting, officer, "MEX")
    for name in ("Ana Secret.pdf", "new.pdf"):
        upload = ContentFile(PDF, name=name)
        examine(delegation, officer, "provisional", note=f"Secret, see {name}", upload=upload)
    assert [one.name for one in StoredFile.objects.all()] == ["new.pdf"]
    newest = acts.history(delegation)[0]
    assert (newest.before["credentials_note"], newest.after["credentials_note"]) == acts.WITHHELD
    assert "Secret" not in str(list(Act.objects.values("before", "after", "reason")))


def test_who_lacks_credentials_counts_for_the_quorum_and_does_not_vote(in_session, officer):
    with_them, without = register(in_session, officer, "MEX"), register(in_session, officer, "CUB")
    for delegation in (with_them, without, register(in_session, officer, "ABW")):
        add_delegate(delegation, officer)
    examine(with_them, officer)
    sitting = sittings.open_sitting(
        meeting=in_session,
        number=1,
        starts_at=datetime(2002, 4, 11, 15, tzinfo=UTC),
        ends_at=datetime(2002, 4, 11, 18, tzinfo=UTC),
        present=in_session.delegations.all(),
        by=officer,
        on=ON,
    )
    assert sittings.quorum(sitting).present == 2
    assert credentials.lacking(sitting.present.all(), DAY) == [without]


def test_the_record_of_a_closed_meeting_stands(closed, officer):
    delegation = Delegation(meeting=closed, party=Party.objects.get(code="MEX"))
    with pytest.raises(MeetingClosed):
        examine(delegation, officer)
