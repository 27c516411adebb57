"""The private link of a delegate: one message, one delegate, until it is closed."""

import re
from datetime import timedelta

import pytest
from django.db import transaction

from acs_portal.kernel import outbox
from acs_portal.kernel.models import Act, Message
from meetings.domain import approvals, changes, delegate_links, delegations, meetings, seats
from meetings.models import Delegate, DelegateLink, RegistrationRules
from tests.meetings.conftest import ON, add_delegate, put_off, register, resume

TOKEN = re.compile(r"/registration/([\w-]+)/")
LATER = ON + timedelta(days=1)


@pytest.fixture
def delegate(meeting, officer):
    return add_delegate(register(meeting, officer, "MEX"), officer, "Perez", function={})


def send(delegate, officer, on=ON) -> str:
    """The token that the delegate gets."""
    link = delegate_links.send(delegate=delegate, by=officer, on=on)
    return TOKEN.search(Message.objects.get(cause=f"delegate_link:{link.pk}").text)[1]


def test_the_token_is_in_the_mail_alone_and_its_words_are_forgotten(
    delegate, officer, smtp, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        delegate_links.send(delegate=delegate, by=officer, on=ON)
    (mail,) = smtp.to("perez@example.org")
    token = TOKEN.search(mail.get_body(("plain",)).get_content())[1]
    message, link = Message.objects.get(), DelegateLink.objects.get()
    assert (mail["Content-Language"], message.text, message.html) == ("es", "", "")
    assert (link.token_hash, link.delegate) == (DelegateLink.hash_of(token), delegate)
    assert token not in str([message.__dict__, link.__dict__, list(Act.objects.values())])
    with pytest.raises(outbox.WordsForgotten):
        outbox.send_again(message=message, by=officer, on=ON)


def test_sent_again_before_it_left_it_still_goes_to_the_delegate_and_not_to_the_officer(delegate, officer):
    send(delegate, officer)
    message = Message.objects.get()
    outbox.send_again(message=message, by=officer, on=ON)
    assert Message.objects.get().address == delegate.email != officer.email


def test_only_the_last_link_leads_in_and_only_while_it_is_open(delegate, officer):
    first = send(delegate, officer)
    second = send(delegate, officer)
    assert delegate_links.find(second, on=LATER).delegate == delegate
    for token, on in ((first, LATER), ("nothing", LATER), (second, ON + timedelta(days=400))):
        with pytest.raises(delegate_links.LinkUnknown):
            delegate_links.find(token, on=on)
    delegate_links.revoke(delegate=delegate, by=officer, on=LATER)
    with pytest.raises(delegate_links.LinkUnknown):
        delegate_links.find(second, on=LATER)
    with pytest.raises(delegate_links.NoLink):
        delegate_links.revoke(delegate=delegate, by=officer, on=LATER)


def test_a_withdrawal_closes_the_link_and_nobody_gets_one_without_address(delegate, officer):
    token = send(delegate, officer)
    delegations.withdraw(delegate=delegate, reason="ill", by=officer, on=ON)
    with pytest.raises(delegate_links.LinkUnknown):
        delegate_links.find(token, on=LATER)
    other = add_delegate(delegate.delegation, officer, "Ruiz", email="")
    with pytest.raises(delegate_links.NoAddress):
        delegate_links.send(delegate=other, by=officer, on=ON)


def complete(token, agrees=True, on=LATER, **values) -> list[str]:
    link = delegate_links.find(token, on=on)
    row = link.delegate
    for name, value in values.items():
        setattr(row, name, value)
    return delegate_links.complete(
        link=link, delegate=row, fields=list(values), answers={}, agrees=agrees, on=on
    )


def test_the_own_data_count_at_once_and_a_second_function_waits(delegate, officer):
    token = send(delegate, officer)
    assert complete(token, phone="+52 1", function_es="Directora", dietary_needs="no fish") == []
    assert complete(token, agrees=False, function_es="Ministra") == ["function_es"]
    stored = Delegate.objects.get()
    assert (stored.phone, stored.function_es, stored.is_listed) == ("+52 1", "Directora", False)
    assert (stored.completed_at, stored.listing_decided_at) == (LATER, LATER)
    assert [change.by for change in changes.open_changes(stored.delegation)] == [None]
    said = [act for act in Act.objects.filter(did__in=("delegate.complete", "delegate.refuse"))]
    assert {act.by for act in said} == {None}
    assert "fish" not in str([act.after for act in said])


def test_when_the_meeting_is_over_the_consent_alone_can_be_taken_back(delegate, officer):
    token = send(delegate, officer)
    meeting = delegate.delegation.meeting
    meetings.open_(meeting=meeting, by=officer, on=ON)
    meetings.close(meeting=meeting, by=officer, on=ON)
    complete(token, agrees=False, phone="+52 1")
    stored = Delegate.objects.get()
    assert (stored.is_listed, stored.phone) == (False, "")


def test_a_rollback_sends_nothing(delegate, officer):
    with transaction.atomic():
        delegate_links.send(delegate=delegate, by=officer, on=ON)
        transaction.set_rollback(True)
    assert (Message.objects.count(), DelegateLink.objects.count()) == (0, 0)


def test_nobody_gets_a_link_to_a_meeting_that_only_the_secretariat_knows_of(planned, officer):
    delegate = add_delegate(register(planned, officer, "MEX"), officer)
    with pytest.raises(delegate_links.NotAnnouncedYet):
        delegate_links.send(delegate=delegate, by=officer, on=ON)
    assert Message.objects.count() == 0


def test_before_the_announcement_a_seat_is_given_to_the_next_one_without_a_link(planned, officer):
    first = add_delegate(register(planned, officer, "MEX"), officer)
    next_ = add_delegate(first.delegation, officer, "Ruiz")
    seats.save_rules(rules=RegistrationRules(meeting=planned, seats_of_members=1), by=officer, on=ON)
    Delegate.objects.filter(pk=next_.pk).update(waitlisted_at=ON)
    seated = approvals.withdraw(delegate=first, reason="ill", by=officer, on=ON)
    assert (seated, DelegateLink.objects.count()) == ([next_], 0)


def test_open_links_follow_the_new_dates_of_a_postponed_meeting(delegate, officer):
    meeting = delegate.delegation.meeting
    first, second = send(delegate, officer), send(delegate, officer)
    before = dict(DelegateLink.objects.values_list("token_hash", "expires_at"))
    put_off(meeting, officer)
    resume(meeting, officer)
    after = dict(DelegateLink.objects.values_list("token_hash", "expires_at"))
    moved = {key: after[key] - before[key] for key in before}
    june = timedelta(days=61)
    assert [moved[DelegateLink.hash_of(token)] for token in (first, second)] == [timedelta(0), june]
