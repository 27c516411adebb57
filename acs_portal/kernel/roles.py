"""THE TABLE: who may do what in the portal. No function lives here; tests/test_roles.py prints it back.

Scoped roles (publisher, deputy, reviewer, member, observer) are never stored: they follow from
the designation in force on the day; the owner of a task of a meeting has rights on that task alone. The
three roles of the house (officer, approver, administrator) are given to an account by an administrator.
Legal base of the tiers: Convention establishing the ACS, Article XV.1(d): information goes to the
members, and to others when the Council of Ministers so decides.
"""

from django.utils.translation import pgettext_lazy

VISITOR = "visitor"
SIGNED_IN = "signed_in"
OBSERVER = "observer"
MEMBER = "member"
REVIEWER = "reviewer"
DEPUTY = "deputy"
PUBLISHER = "publisher"
TASK_OWNER = "task_owner"
OFFICER = "officer"
APPROVER = "approver"
ADMINISTRATOR = "administrator"

ROLES = {
    VISITOR: pgettext_lazy("role", "Visitor"),
    SIGNED_IN: pgettext_lazy("role", "Account holder"),
    OBSERVER: pgettext_lazy("role", "Holder of a post of an observer"),
    MEMBER: pgettext_lazy("role", "Holder of a post of a member state or associate member"),
    REVIEWER: pgettext_lazy("role", "Reviewer of the party"),
    DEPUTY: pgettext_lazy("role", "Deputy focal point of the party"),
    PUBLISHER: pgettext_lazy("role", "Primary focal point of the party"),
    TASK_OWNER: pgettext_lazy("role", "Owner of the task"),
    OFFICER: pgettext_lazy("role", "Secretariat officer"),
    APPROVER: pgettext_lazy("role", "Secretariat approver"),
    ADMINISTRATOR: pgettext_lazy("role", "System administrator"),
}

SECRETARIAT = (OFFICER, APPROVER)

GRANTS = {
    # The account
    "account.use": (SIGNED_IN,),
    "account.manage": (ADMINISTRATOR,),
    # The network
    "directory.read": (VISITOR,),
    "contact.read": (MEMBER, OFFICER, APPROVER),
    "contact.read_former": (OFFICER, APPROVER),
    "post.manage": (OFFICER, APPROVER),
    "designation.read": (OFFICER, APPROVER),
    "designation.file": (PUBLISHER, OFFICER, APPROVER),
    "designation.record": (OFFICER, APPROVER),
    "designation.validate": (OFFICER, APPROVER),
    "profile.read_members": (MEMBER, OFFICER, APPROVER),
    "board.read": (MEMBER, OFFICER, APPROVER),
    "profile.read_draft": (REVIEWER, DEPUTY, PUBLISHER, OFFICER, APPROVER),
    "profile.draft": (DEPUTY, PUBLISHER),
    "profile.publish": (PUBLISHER,),
    "request.ask": (DEPUTY,),
    "request.answer": (PUBLISHER,),
    "comment.write": (REVIEWER, DEPUTY, PUBLISHER),
    "comment.resolve": (DEPUTY, PUBLISHER),
    # Meetings
    "meeting.read": (VISITOR,),
    "meeting.read_unannounced": (OFFICER, APPROVER),
    "meeting.manage": (OFFICER, APPROVER),
    "meeting.join": (MEMBER, OBSERVER, OFFICER, APPROVER),
    "task.read": (TASK_OWNER, OFFICER, APPROVER),
    "task.do": (TASK_OWNER, OFFICER, APPROVER),
    "task.manage": (OFFICER, APPROVER),
    "budget.read_unpublished": (OFFICER, APPROVER),
    "budget.manage": (OFFICER, APPROVER),
    "invitation.manage": (OFFICER, APPROVER),
    "invitation.answer": (PUBLISHER,),
    "invitation.read_own": (DEPUTY, PUBLISHER),
    "delegation.register": (OFFICER, APPROVER),
    "delegation.draft": (DEPUTY, PUBLISHER),
    "delegation.file": (PUBLISHER,),
    "delegation.approve": (OFFICER, APPROVER),
    "delegation.examine": (OFFICER, APPROVER),
    "delegation.import": (OFFICER, APPROVER),
    "delegate.merge": (OFFICER, APPROVER),
    "participant.read": (MEMBER, OBSERVER, OFFICER, APPROVER),
    "participant.read_contact": (OFFICER, APPROVER),
    "participant.release": (OFFICER, APPROVER),
    "agenda.read_draft": (OFFICER, APPROVER),
    "agenda.draft": (OFFICER, APPROVER),
    "agenda.release": (OFFICER, APPROVER),
    "sitting.record": (OFFICER, APPROVER),
    "decision.record": (OFFICER, APPROVER),
    "paper.print": (OFFICER, APPROVER),
    "letter.issue": (OFFICER, APPROVER),
    "letter.read": (DEPUTY, PUBLISHER, OFFICER, APPROVER),
    "arrival.record": (OFFICER, APPROVER),
    # The action plan and the Special Fund
    "plan.read": (VISITOR,),
    "plan.read_draft": (MEMBER, OFFICER, APPROVER),
    "plan.draft": (OFFICER, APPROVER),
    "plan.adopt": (APPROVER,),
    "fiche.read": (VISITOR,),
    "fiche.import": (OFFICER, APPROVER),
    # Messages
    "message.read": (OFFICER, APPROVER, ADMINISTRATOR),
    "message.resend": (OFFICER, APPROVER, ADMINISTRATOR),
    # The data of a person
    "person.export": (OFFICER, APPROVER),
    "person.erase": (APPROVER,),
    # The register
    "act.read": (OFFICER, APPROVER),
    "file.read": (OFFICER, APPROVER),
}
