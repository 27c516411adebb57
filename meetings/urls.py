"""The addresses of meetings."""

from django.urls import include, path

from meetings.views import (
    agenda,
    decisions,
    delegations,
    documents,
    invitation,
    invitations,
    meetings,
    participants,
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
    path("invitations/", include(INVITATIONS)),
    path("invitation/", include(MY_INVITATION)),
    path("delegations/new/", delegations.delegation_new, name="delegation_new"),
    path("delegations/<slug:party>/", delegations.delegation, name="delegation"),
    path("delegations/<slug:party>/delegates/", include(DELEGATES)),
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
