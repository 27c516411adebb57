"""The table of roles.py, printed back: whoever changes a right changes it here too."""

from acs_portal.kernel import roles

TABLE = """
account.use                | signed_in
account.manage             | administrator
directory.read             | visitor
contact.read               | member officer approver
contact.read_former        | officer approver
post.manage                | officer approver
designation.read           | officer approver
designation.file           | publisher officer approver
designation.record         | officer approver
designation.validate       | officer approver
profile.read_members       | member officer approver
board.read                 | member officer approver
profile.read_draft         | reviewer deputy publisher officer approver
profile.draft              | deputy publisher
profile.publish            | publisher
request.ask                | deputy
request.answer             | publisher
comment.write              | reviewer deputy publisher
comment.resolve            | deputy publisher
meeting.read               | visitor
meeting.read_unannounced   | officer approver
meeting.manage             | officer approver
meeting.join               | member observer officer approver
task.read                  | task_owner officer approver
task.do                    | task_owner officer approver
task.manage                | officer approver
budget.read_unpublished    | officer approver
budget.manage              | officer approver
invitation.manage          | officer approver
invitation.answer          | publisher
invitation.read_own        | deputy publisher
delegation.register        | officer approver
delegation.draft           | deputy publisher
delegation.file            | publisher
delegation.approve         | officer approver
delegation.examine         | officer approver
delegation.import          | officer approver
delegate.merge             | officer approver
participant.read           | member observer officer approver
participant.read_contact   | officer approver
participant.release        | officer approver
agenda.read_draft          | officer approver
agenda.draft               | officer approver
agenda.release             | officer approver
sitting.record             | officer approver
decision.record            | officer approver
paper.print                | officer approver
letter.issue               | officer approver
letter.read                | deputy publisher officer approver
arrival.record             | officer approver
plan.read                  | visitor
plan.read_draft            | member officer approver
plan.draft                 | officer approver
plan.adopt                 | approver
fiche.read                 | visitor
fiche.import               | officer approver
message.read               | officer approver administrator
message.resend             | officer approver administrator
person.export              | officer approver
person.erase               | approver
act.read                   | officer approver
file.read                  | officer approver
"""


def test_the_table_of_rights_is_as_printed_here():
    printed = "\n" + "".join(
        f"{permission:<26} | {' '.join(granted)}\n" for permission, granted in roles.GRANTS.items()
    )
    assert printed == TABLE


def test_every_role_that_is_granted_something_has_a_name():
    granted = {role for held in roles.GRANTS.values() for role in held}
    assert granted - set(roles.ROLES) == set()


def test_the_system_administrator_keeps_accounts_and_messages_and_has_no_rights_over_content():
    held = {permission for permission, granted in roles.GRANTS.items() if roles.ADMINISTRATOR in granted}
    assert held == {"account.manage", "message.read", "message.resend"}
