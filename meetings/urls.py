"""The addresses of meetings."""

from django.urls import include, path

from meetings.views import (
    agenda,
    approvals,
    budget,
    check_in,
    checklist,
    checklist_template,
    cloning,
    decisions,
    delegate_import,
    delegations,
    documents,
    duplicates,
    invitation,
    invitations,
    letters,
    meetings,
    my_delegation,
    papers,
    participants,
    practical,
    questions,
    sittings,
    states,
)

app_name = "meetings"

AGENDA = [
    path("", agenda.agenda, name="agenda"),
    path("draft/", agenda.draft, name="agenda_draft"),
    path("draft.pdf", agenda.draft_pdf, name="agenda_draft_pdf"),
    path("release/", agenda.release, name="agenda_release"),
    path("items/new/", agenda.item_new, name="item_new"),
    path("items/<uuid:uid>/edit/", agenda.item_edit, name="item_edit"),
    path("items/<uuid:uid>/up/", agenda.item_up, name="item_up"),
    path("items/<uuid:uid>/down/", agenda.item_down, name="item_down"),
    path("items/<uuid:uid>/remove/", agenda.item_remove, name="item_remove"),
    path("<int:number>/", agenda.agenda_at, name="agenda_at"),
    path("<int:number>/changes/", agenda.changes, name="agenda_changes"),
    path("<int:number>.pdf", agenda.agenda_at_pdf, name="agenda_at_pdf"),
    path("<int:number>/correct/", agenda.correct, name="agenda_correct"),
    path(
        "<int:number>/corrigenda/<int:corrigendum>.pdf",
        agenda.agenda_corrigendum_pdf,
        name="agenda_corrigendum_pdf",
    ),
]

DELEGATES = [
    path("new/", delegations.delegate_new, name="delegate_new"),
    path("<int:pk>/edit/", delegations.delegate_edit, name="delegate_edit"),
    path("<int:pk>/withdraw/", delegations.delegate_withdraw, name="delegate_withdraw"),
    path("<int:pk>/reinstate/", delegations.delegate_reinstate, name="delegate_reinstate"),
    path("<int:pk>/letters/", letters.letters, name="letters"),
    path("<int:pk>/admit/", approvals.admit, name="delegate_admit"),
    path("<int:pk>/link/", approvals.link_send, name="delegate_link_send"),
    path("<int:pk>/link/revoke/", approvals.link_revoke, name="delegate_link_revoke"),
]

DELEGATION = [
    path("", delegations.delegation, name="delegation"),
    path("edit/", delegations.delegation_edit, name="delegation_edit"),
    path("approve/", approvals.approve, name="delegation_approve"),
    path("return/", approvals.send_back, name="delegation_return"),
    path("withdraw/", approvals.withdraw, name="delegation_withdraw"),
    path("credentials/", approvals.examine, name="delegation_examine"),
    path("changes/<int:pk>/accept/", approvals.change_accept, name="change_accept"),
    path("changes/<int:pk>/refuse/", approvals.change_refuse, name="change_refuse"),
    path("delegates/", include(DELEGATES)),
]

MY_DELEGATION = [
    path("", my_delegation.my_delegations, name="my_delegations"),
    path("<slug:party>/", my_delegation.my_delegation, name="my_delegation"),
    path("<slug:party>/letter/", my_delegation.letter, name="my_delegation_letter"),
    path("<slug:party>/submit/", my_delegation.submit, name="my_delegation_submit"),
    path("<slug:party>/withdraw/", my_delegation.withdraw, name="my_delegation_withdraw"),
]

QUESTIONS = [
    path("", questions.questions, name="questions"),
    path("new/", questions.question_new, name="question_new"),
    path("<int:pk>/edit/", questions.question_edit, name="question_edit"),
    path("<int:pk>/remove/", questions.question_remove, name="question_remove"),
]

STATES = [
    path("announce/", meetings.announce, name="meeting_announce"),
    path("announce/withdraw/", states.announcement_withdraw, name="announcement_withdraw"),
    path("registration/open/", states.registration_open, name="registration_open"),
    path("registration/close/", states.registration_close, name="registration_close"),
    path("open/", meetings.open_, name="meeting_open"),
    path("open/withdraw/", states.unopen, name="meeting_unopen"),
    path("adjourn/", states.adjourn, name="meeting_adjourn"),
    path("adjourn/withdraw/", states.unadjourn, name="meeting_unadjourn"),
    path("close/", meetings.close, name="meeting_close"),
    path("reopen/", states.reopen, name="meeting_reopen"),
    path("archive/", states.archive, name="meeting_archive"),
    path("archive/withdraw/", states.unarchive, name="meeting_unarchive"),
    path("cancel/", meetings.cancel, name="meeting_cancel"),
    path("postpone/", states.postpone, name="meeting_postpone"),
    path("resume/", states.resume, name="meeting_resume"),
]

CHECKLIST = [
    path("", checklist.checklist, name="checklist"),
    path("begin/", checklist.begin, name="checklist_begin"),
    path("new/", checklist.task_new, name="task_new"),
    path("<int:pk>/", checklist.task, name="task"),
    path("<int:pk>/edit/", checklist.task_edit, name="task_edit"),
    path("<int:pk>/start/", checklist.task_start, name="task_start"),
    path("<int:pk>/finish/", checklist.task_finish, name="task_finish"),
    path("<int:pk>/drop/", checklist.task_drop, name="task_drop"),
    path("<int:pk>/reopen/", checklist.task_reopen, name="task_reopen"),
]

BUDGET = [
    path("", budget.budget, name="budget"),
    path("new/", budget.budget_new, name="budget_new"),
    path("<int:pk>/edit/", budget.budget_edit, name="budget_edit"),
    path("<int:pk>/remove/", budget.budget_remove, name="budget_remove"),
    path("publish/", budget.budget_publish, name="budget_publish"),
    path("withdraw/", budget.budget_withdraw, name="budget_withdraw"),
]

INVITATIONS = [
    path("", invitations.invitations_, name="invitations"),
    path("letter/", invitations.template, name="invitation_template"),
    path("new/", invitations.draw_up, name="invitations_draw_up"),
    path("guests/new/", invitations.guest, name="invitation_guest"),
    path("issue/", invitations.issue, name="invitations_issue"),
    path("send/", invitations.send, name="invitations_send"),
    path("letters.pdf", invitations.letters_pdf, name="invitations_pdf"),
    path("<int:pk>/", invitation.invitation, name="invitation"),
    path("<int:pk>/edit/", invitation.edit, name="invitation_edit"),
    path("<int:pk>/letter.pdf", invitation.letter_pdf, name="invitation_pdf"),
    path("<int:pk>/sent/", invitation.otherwise, name="invitation_sent"),
    path("<int:pk>/answer/", invitation.answer, name="invitation_answer"),
    path("<int:pk>/withdraw/", invitation.withdraw, name="invitation_withdraw"),
    path("<int:pk>/remove/", invitation.remove, name="invitation_remove"),
]

MY_INVITATION = [
    path("", invitation.my_invitation, name="my_invitation"),
    path("<int:pk>/answer/", invitation.my_answer, name="my_answer"),
    path("<int:pk>/open/", invitation.my_open, name="my_letter_open"),
    path("<int:pk>/letter.pdf", invitation.my_letter_pdf, name="my_letter_pdf"),
]

CHECK_IN = [
    path("", check_in.desk, name="check_in"),
    path("<int:pk>/", check_in.person, name="check_in_person"),
    path("<int:pk>/undo/", check_in.undo, name="check_in_undo"),
    path("<int:pk>/badge/", check_in.new_badge, name="check_in_badge"),
    path("device/", check_in.device, name="check_in_device"),
    path("list.json", check_in.people_json, name="check_in_list"),
    path("sync/", check_in.sync, name="check_in_sync"),
]

PAPERS = [
    path("", papers.papers, name="papers"),
    path("prints/", papers.prints, name="papers_prints"),
    path("<int:pk>.pdf", papers.print_pdf, name="papers_pdf"),
]

PRACTICAL = [
    path("", practical.practical, name="practical"),
    path("edit/", practical.edit, name="practical_edit"),
    path("draft.pdf", practical.draft_pdf, name="practical_draft_pdf"),
    path("release/", practical.release, name="practical_release"),
    path("<int:number>.pdf", practical.practical_at_pdf, name="practical_at_pdf"),
]

ONE_MEETING = [
    path("", meetings.meeting, name="meeting"),
    path("edit/", meetings.edit, name="meeting_edit"),
    path("clone/", cloning.clone, name="meeting_clone"),
    path("", include(STATES)),
    path("checklist/", include(CHECKLIST)),
    path("checklist.pdf", checklist.checklist_pdf, name="checklist_pdf"),
    path("budget/", include(BUDGET)),
    path("calendar.ics", meetings.calendar, name="calendar"),
    path("agenda/", include(AGENDA)),
    path("agenda.pdf", agenda.agenda_pdf, name="agenda_pdf"),
    path("participants/", participants.participants, name="participants"),
    path("participants/release/", participants.release, name="participants_release"),
    path("participants/<int:number>.pdf", participants.participants_at_pdf, name="participants_at_pdf"),
    path("participants.pdf", participants.participants_pdf, name="participants_pdf"),
    path("my-delegation/", include(MY_DELEGATION)),
    path("delegations/", approvals.delegations, name="delegations"),
    path("invitations/", include(INVITATIONS)),
    path("invitation/", include(MY_INVITATION)),
    path("participants.csv", participants.participants_table, {"form": "csv"}, name="participants_csv"),
    path("participants.xlsx", participants.participants_table, {"form": "xlsx"}, name="participants_xlsx"),
    path("papers/", include(PAPERS)),
    path("letters/<int:pk>.pdf", letters.letter_pdf, name="letter_pdf"),
    path("letters/<int:pk>/send/", letters.letter_send, name="letter_send"),
    path("practical/", include(PRACTICAL)),
    path("practical.pdf", practical.practical_pdf, name="practical_pdf"),
    path("check-in/", include(CHECK_IN)),
    path("delegations/new/", delegations.delegation_new, name="delegation_new"),
    path("delegations/rules/", approvals.rules, name="registration_rules"),
    path("delegations/duplicates/", duplicates.duplicates, name="duplicates"),
    path("delegations/duplicates/<int:one>/<int:two>/", duplicates.merge, name="duplicates_merge"),
    path("delegations/import/", delegate_import.upload, name="delegate_import"),
    path("delegations/import/confirm/", delegate_import.confirm, name="delegate_import_confirm"),
    path("delegations/import/delegates.xlsx", delegate_import.sheet, name="delegate_sheet"),
    path("delegations/<slug:party>/", include(DELEGATION)),
    path("questions/", include(QUESTIONS)),
    path("sittings/new/", sittings.sitting_new, name="sitting_new"),
    path("decisions/", decisions.decisions, name="decisions"),
    path("decisions/new/", decisions.decision_new, name="decision_new"),
    path("documents/", documents.documents, name="documents"),
]

urlpatterns = [
    path("", meetings.meetings, name="meetings"),
    path("new/", meetings.meeting_new, name="meeting_new"),
    path("checklist/", checklist_template.template, name="template"),
    path("checklist/new/", checklist_template.template_new, name="template_new"),
    path("checklist/<int:pk>/edit/", checklist_template.template_edit, name="template_edit"),
    path("checklist/<int:pk>/remove/", checklist_template.template_remove, name="template_remove"),
    path("<slug:code>/", include(ONE_MEETING)),
]
