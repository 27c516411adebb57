"""The addresses of meetings."""

from django.urls import include, path

from meetings.views import (
    agenda,
    approvals,
    decisions,
    delegate_import,
    delegations,
    documents,
    duplicates,
    meetings,
    my_delegation,
    participants,
    questions,
    sittings,
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
    path("<slug:party>/submit/", my_delegation.submit, name="my_delegation_submit"),
    path("<slug:party>/withdraw/", my_delegation.withdraw, name="my_delegation_withdraw"),
]

QUESTIONS = [
    path("", questions.questions, name="questions"),
    path("new/", questions.question_new, name="question_new"),
    path("<int:pk>/edit/", questions.question_edit, name="question_edit"),
    path("<int:pk>/remove/", questions.question_remove, name="question_remove"),
]

ONE_MEETING = [
    path("", meetings.meeting, name="meeting"),
    path("edit/", meetings.edit, name="meeting_edit"),
    path("announce/", meetings.announce, name="meeting_announce"),
    path("open/", meetings.open_, name="meeting_open"),
    path("close/", meetings.close, name="meeting_close"),
    path("cancel/", meetings.cancel, name="meeting_cancel"),
    path("calendar.ics", meetings.calendar, name="calendar"),
    path("agenda/", include(AGENDA)),
    path("agenda.pdf", agenda.agenda_pdf, name="agenda_pdf"),
    path("participants/", participants.participants, name="participants"),
    path("participants/release/", participants.release, name="participants_release"),
    path("participants/<int:number>.pdf", participants.participants_at_pdf, name="participants_at_pdf"),
    path("participants.pdf", participants.participants_pdf, name="participants_pdf"),
    path("my-delegation/", include(MY_DELEGATION)),
    path("delegations/", approvals.delegations, name="delegations"),
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
    path("<slug:code>/", include(ONE_MEETING)),
]
