"""A delegation from its draft to its approval, and what is changed after it."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from acs_portal.kernel import acts
from acs_portal.kernel.models import Act, Message, Stale, StoredFile
from meetings.domain import (
    approvals,
    changes,
    credentials,
    delegations,
    filings,
    meetings,
    participants,
    seats,
)
from meetings.models import Delegate, DelegateChange, Delegation
from network.models import Party
from tests.meetings.conftest import ON, add_delegate, plan, register

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"
NAMES = ["role", "honorific", "given_name", "family_name", "function_es"]
State = Delegation.State


def person(delegation, family_name, role="adviser", position=1, **fields) -> Delegate:
    values = {"given_name": "Ana", "function_es": "Directora", "authentic_language": "es"}
    return Delegate(
        delegation=delegation, family_name=family_name, role=role, position=position, **(values | fields)
    )


def save(delegation, by, people=(), removed=(), on=ON, **fields) -> Delegation:
    values = {"fields": NAMES, **fields}
    return filings.save(delegation=delegation, people=people, removed=removed, by=by, on=on, **values)[0]


@pytest.fixture
def draft(meeting, mexico):
    """What the focal point of Mexico has drafted: a head, an adviser, the letter."""
    new = filings.delegation_of(meeting, Party.objects.get(code="MEX"))
    new.letter_reference = "NV 7"
    people = [person(new, "Pérez", "head", email="perez@example.org"), person(new, "Ruiz", position=2)]
    return save(new, mexico, people, letter=ContentFile(PDF, name="letter.pdf"))


@pytest.fixture
def submitted(draft, mexico):
    return filings.submit(delegation=draft, by=mexico, on=ON)


@pytest.fixture
def approved(submitted, officer):
    return approvals.approve(delegation=submitted, by=officer, on=ON)


def of(delegation, family_name) -> Delegate:
    return delegation.delegates.get(family_name=family_name)


def told(kind) -> list[tuple[str, str]]:
    return sorted(Message.objects.filter(kind=kind).values_list("to__email", "language"))


def listed(meeting) -> list[str]:
    rows = participants.rows(participants.tree(meeting), listed_only=False)
    return [row.delegate.facts["family_name"] for row in rows]


def test_from_the_draft_to_the_approval_each_is_told_in_the_own_language(draft, meeting, mexico, officer):
    assert (draft.state, draft.created_by, listed(meeting)) == (State.DRAFT, mexico, [])
    submitted = filings.submit(delegation=draft, by=mexico, on=ON)
    assert (submitted.state, submitted.submitted_by, submitted.is_late) == (State.SUBMITTED, mexico, False)
    assert told("delegation_submitted") == [("officer@example.org", "en")]
    approved = approvals.approve(delegation=submitted, by=officer, on=ON)
    assert (approved.state, approved.approved_by, listed(meeting)) == ("approved", officer, ["Pérez", "Ruiz"])
    assert told("delegation_answered") == [("mexico@example.org", "es")]
    did = [act.did for act in acts.history(draft)][::-1]
    assert did == ["delegation.draft", "delegation.submit", "delegation.approve"]
    assert acts.history(draft)[1].capacity == "publisher"


def test_returned_with_a_reason_it_is_completed_and_submitted_again(submitted, mexico, officer):
    with pytest.raises(delegations.ReasonMissing):
        approvals.send_back(delegation=submitted, reason=" ", by=officer, on=ON)
    returned = approvals.send_back(delegation=submitted, reason="Who leads?", by=officer, on=ON)
    assert (returned.state, returned.returned_because) == (State.RETURNED, "Who leads?")
    assert "Who leads?" in Message.objects.get(kind="delegation_answered").text
    kept = save(returned, mexico, [person(returned, "Soto", position=3)])
    assert (kept.state, kept.returned_because) == (State.RETURNED, "Who leads?")
    again = filings.submit(delegation=kept, by=mexico, on=ON)
    assert (again.state, again.returned_because) == (State.SUBMITTED, "")
    assert len(told("delegation_submitted")) == 2


def test_what_is_incomplete_is_not_submitted_and_what_is_decided_is_not_decided_twice(
    meeting, mexico, officer, approver
):
    new = save(filings.delegation_of(meeting, Party.objects.get(code="MEX")), mexico)
    with pytest.raises(filings.HeadMissing):
        filings.submit(delegation=new, by=mexico, on=ON)
    new = save(new, mexico, [person(new, "Pérez", "head")])
    with pytest.raises(filings.LetterMissing):
        filings.submit(delegation=new, by=mexico, on=ON)
    with pytest.raises(approvals.NotSubmitted):
        approvals.send_back(delegation=new, reason="no letter", by=officer, on=ON)
    new.letter_reference = "NV 7"
    new = save(new, mexico, letter=ContentFile(PDF, name="letter.pdf"))
    filings.submit(delegation=new, by=mexico, on=ON)
    with pytest.raises(filings.NotToSubmit):
        filings.submit(delegation=new, by=mexico, on=ON)
    with pytest.raises(filings.UnderReview):
        save(filings.delegation_of(meeting, new.party), mexico)
    approvals.approve(delegation=new, by=officer, on=ON)
    with pytest.raises(approvals.AlreadyApproved) as caught:
        approvals.approve(delegation=new, by=approver, on=ON)
    assert str(caught.value) == "Olive Officer has already approved this delegation."
    with pytest.raises(approvals.AlreadyApproved):
        approvals.send_back(delegation=new, reason="late", by=approver, on=ON)


def test_after_the_deadline_it_is_taken_and_marked_as_late(draft, meeting, mexico, officer):
    rules = seats.rules_of(meeting)
    rules.deadline = date(2002, 3, 10)
    seats.save_rules(rules=rules, by=officer, on=ON)
    midnight_utc = datetime(2002, 3, 11, 5, 59, tzinfo=UTC)  # still the 10th in Mexico City
    assert [filings.is_late(meeting, midnight_utc.replace(hour=hour)) for hour in (5, 6)] == [False, True]
    assert filings.submit(delegation=draft, by=mexico, on=midnight_utc.replace(hour=6)).is_late


def test_the_party_files_only_while_the_meeting_takes_registrations(in_session, mexico):
    with pytest.raises(filings.RegistrationClosed):
        save(filings.delegation_of(in_session, Party.objects.get(code="MEX")), mexico)


def test_two_of_a_party_who_begin_at_once_do_not_overwrite_each_other(meeting, mexico):
    party = Party.objects.get(code="MEX")
    one, other = filings.delegation_of(meeting, party), filings.delegation_of(meeting, party)
    save(one, mexico)
    with pytest.raises(Stale):
        save(other, mexico)
    first, second = filings.delegation_of(meeting, party), filings.delegation_of(meeting, party)
    first.letter_reference, second.letter_reference = "A", "B"
    save(first, mexico)
    with pytest.raises(Stale):
        save(second, mexico)


def test_a_letter_that_is_replaced_is_erased_and_its_name_is_in_no_register(
    draft, mexico, django_capture_on_commit_callbacks
):
    old = draft.letter.file
    with django_capture_on_commit_callbacks(execute=True):
        save(draft, mexico, letter=ContentFile(PDF, name="Ana Secret.pdf"))
    assert [one.name for one in StoredFile.objects.all()] == ["Ana Secret.pdf"]
    assert not old.storage.exists(old.name)
    newest = acts.history(draft)[0]
    assert (newest.before["letter"], newest.after["letter"]) == acts.WITHHELD


def test_of_a_letter_filed_with_what_is_refused_no_bytes_are_left(draft, mexico):
    folder = Path(draft.letter.file.path).parent
    there = set(folder.iterdir())
    with pytest.raises(delegations.SecondHead):
        save(draft, mexico, [person(draft, "Soto", "head")], letter=ContentFile(PDF, name="second.pdf"))
    assert set(folder.iterdir()) == there


def test_a_person_taken_out_of_a_draft_leaves_no_personal_data(draft, mexico):
    ruiz = of(draft, "Ruiz")
    save(draft, mexico, removed=[ruiz])
    assert not Delegate.objects.filter(pk=ruiz.pk).exists()
    kept = [f"{act.to_label} {act.before} {act.after} {act.reason}" for act in Act.objects.all()]
    assert [text for text in kept if "Ruiz" in text or "RUIZ" in text] == []


def test_after_the_approval_a_name_waits_and_everything_else_counts_at_once(approved, mexico, officer):
    head = of(approved, "Pérez")
    head.family_name, head.function_es, head.email = "Peña", "Ministra", "pena@example.org"
    save(approved, mexico, [head])
    stored = Delegate.objects.get(pk=head.pk)
    assert (stored.family_name, stored.function_es, stored.email) == (
        "Pérez",
        "Directora",
        "pena@example.org",
    )
    waiting = {change.field: change for change in changes.open_changes(approved)}
    assert sorted(waiting) == ["family_name", "function_es"]
    approved.refresh_from_db()
    assert approved.state == State.APPROVED
    changes.accept(change=waiting["family_name"], by=officer, on=ON)
    changes.refuse(change=waiting["function_es"], reason="not in the letter", by=officer, on=ON)
    stored.refresh_from_db()
    assert (stored.family_name, stored.function_es) == ("Peña", "Directora")
    assert told("change_answered") == [("mexico@example.org", "es")] * 2
    with pytest.raises(changes.AlreadyAnswered):
        changes.accept(change=waiting["function_es"], by=officer, on=ON)
    recorded = Act.objects.filter(did__startswith="delegate.change")
    assert not any("Pe" in str([act.before, act.after]) for act in recorded)


def test_a_change_is_asked_for_once_changed_again_and_taken_back(approved, mexico):
    def ask(role):
        head = of(approved, "Ruiz")
        head.role = role
        save(approved, mexico, [head])
        return list(DelegateChange.objects.values_list("field", "old", "new"))

    assert ask("observer") == ask("observer") == [("role", "adviser", "observer")]
    assert ask("alternate") == [("role", "adviser", "alternate")]
    assert ask("adviser") == []


def test_a_function_that_was_not_there_yet_needs_no_approval(approved, mexico):
    Delegate.objects.filter(family_name="Ruiz").update(function_es="")
    ruiz = of(approved, "Ruiz")
    ruiz.function_es = "Asesora"
    save(approved, mexico, [ruiz])
    assert (of(approved, "Ruiz").function_es, changes.open_changes(approved)) == ("Asesora", [])


def test_a_person_added_after_the_approval_is_listed_when_admitted(approved, meeting, mexico, officer):
    save(approved, mexico, [person(approved, "Soto", position=3, email="soto@example.org")])
    soto = of(approved, "Soto")
    assert (soto.is_new, listed(meeting)) == (True, ["Pérez", "Ruiz"])
    approvals.admit(delegate=soto, by=officer, on=ON)
    assert listed(meeting) == ["Pérez", "Ruiz", "Soto"]
    assert Message.objects.filter(kind="delegate_link", address="soto@example.org").exists()
    with pytest.raises(approvals.AlreadyAdmitted):
        approvals.admit(delegate=soto, by=officer, on=ON)


def test_a_second_head_is_refused_also_where_the_change_is_accepted(approved, mexico, officer):
    ruiz = of(approved, "Ruiz")
    ruiz.role = "head"
    save(approved, mexico, [ruiz])
    with pytest.raises(delegations.SecondHead):
        changes.accept(change=changes.open_changes(approved)[0], by=officer, on=ON)


def test_withdrawn_nobody_is_listed_and_it_can_be_filed_anew(approved, meeting, mexico):
    filings.withdraw(delegation=approved, reason="no travel", by=mexico, on=ON)
    assert listed(meeting) == []
    again = save(filings.delegation_of(meeting, approved.party), mexico)
    assert (again.state, again.approved_by) == (State.DRAFT, None)
    assert filings.submit(delegation=again, by=mexico, on=ON).state == State.SUBMITTED


@pytest.mark.parametrize("state", [State.DRAFT, State.RETURNED, State.WITHDRAWN])
def test_what_the_party_can_file_no_more_the_secretariat_approves(state, submitted, meeting, officer):
    meetings.open_(meeting=meeting, by=officer, on=ON)
    reason = "Who leads?" if state == State.RETURNED else ""
    Delegation.objects.update(state=state, returned_because=reason)
    approved = approvals.approve(delegation=submitted, by=officer, on=ON)
    assert (approved.state, approved.returned_because) == (State.APPROVED, "")
    assert listed(meeting) == ["Pérez", "Ruiz"]
    act = acts.history(approved)[0]
    assert (act.before, act.after) == ({"state": state}, {"state": "approved"})


def test_a_party_withdraws_only_before_the_opening_and_the_secretariat_also_after(
    approved, meeting, mexico, officer
):
    meetings.open_(meeting=meeting, by=officer, on=ON)
    with pytest.raises(filings.RegistrationClosed):
        filings.withdraw(delegation=approved, reason="no travel", by=mexico, on=ON)
    filings.withdraw_for_party(delegation=approved, reason="by note", by=officer, on=ON)
    assert Delegation.objects.get().state == State.WITHDRAWN
    approvals.approve(delegation=approved, by=officer, on=ON)
    assert listed(meeting) == ["Pérez", "Ruiz"]


def test_filed_anew_it_is_approved_with_those_who_waited_for_an_approval(approved, meeting, mexico, officer):
    save(approved, mexico, [person(approved, "Soto", position=3, email="soto@example.org")])
    filings.withdraw(delegation=approved, reason="no travel", by=mexico, on=ON)
    again = save(filings.delegation_of(meeting, approved.party), mexico)
    again = filings.submit(delegation=again, by=mexico, on=ON)
    approvals.approve(delegation=again, by=officer, on=ON)
    assert listed(meeting) == ["Pérez", "Ruiz", "Soto"]
    assert Message.objects.filter(kind="delegate_link", address="soto@example.org").exists()


def test_with_a_delegation_its_credentials_are_withdrawn(approved, mexico, officer):
    credentials.examine(delegation=approved, state="in_order", by=officer, on=ON)
    filings.withdraw(delegation=approved, reason="no travel", by=mexico, on=ON)
    stored = Delegation.objects.get()
    assert (stored.credentials, stored.credentials_by, stored.credentials_at) == ("none", None, None)
    act = acts.history(stored)[0]
    assert (act.before, act.after) == (
        {"state": "approved", "credentials": "in_order"},
        {"state": "withdrawn", "credentials": "none"},
    )


def test_people_of_earlier_meetings_of_the_same_party_are_offered_once(meeting, mexico, officer, draft):
    earlier = plan(officer, code="before", opens_on=date(2001, 5, 1), closes_on=date(2001, 5, 2))
    meetings.announce(meeting=earlier, by=officer, on=ON)
    for code, names in {"MEX": ("Pérez", "Núñez"), "CUB": ("Castro",)}.items():
        delegation = register(earlier, officer, code)
        for name in names:
            add_delegate(delegation, officer, name)
    found = filings.earlier_people(meeting, Party.objects.get(code="MEX"))
    assert [one.family_name for one in found] == ["Núñez"]  # Pérez is in the draft
