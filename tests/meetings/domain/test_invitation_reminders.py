from datetime import UTC, datetime

import pytest

from acs_portal.kernel import reminders
from acs_portal.kernel.models import Message
from meetings.domain import invitations
from tests.meetings.conftest import ON
from tests.meetings.invited import got, send

pytestmark = pytest.mark.django_db


def test_a_silent_party_is_reminded_until_it_says_yes_or_no(meeting, officer, mexico, haiti):
    """Sent on 1 March, answer until 12 March, the meeting on 11 April: the 9th, the 15th and the 29th."""
    pks = send(meeting, officer, "MEX", "HTI")

    def silent(day: int) -> list[str]:
        due = reminders.due(datetime(2002, 3, day, 16, tzinfo=UTC))
        return sorted(one.to.email for one in due if one.template == "invitation_silent")

    assert [silent(day) for day in (8, 9)] == [[], [haiti.email, mexico.email]]
    reminders.tell(datetime(2002, 3, 9, 16, tzinfo=UTC))
    assert silent(10) == []
    invitations.answer(invitation=got(pks[0]), answer="undecided", note="", by=mexico, on=ON)
    invitations.answer(invitation=got(pks[1]), answer="declined", note="", by=haiti, on=ON)
    assert (silent(15), silent(29)) == ([mexico.email], [mexico.email])
    invitations.withdraw(invitation=got(pks[0]), reason="Otro", by=officer, on=ON)
    assert silent(29) == []


def test_a_held_reminder_is_taken_back_with_the_answer(meeting, officer, mexico):
    mexico.news = "weekly"
    mexico.save()
    (pk,) = send(meeting, officer, "MEX")
    reminders.tell(datetime(2002, 3, 9, 16, tzinfo=UTC))
    held = Message.objects.filter(kind="invitation_silent", is_held=True)
    assert held.count() == 1
    invitations.answer(invitation=got(pk), answer="accepted", note="", by=mexico, on=ON)
    assert held.count() == 0
