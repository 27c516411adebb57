"""The addresses of meetings."""

from django.urls import include, path

from meetings.views import (
    agenda,
    check_in,
    decisions,
    delegations,
    documents,
    letters,
    meetings,
    papers,
    participants,
    practical,
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
    path("<int:pk>/letters/", letters.letters, name="letters"),
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
    path("participants.csv", participants.participants_table, {"form": "csv"}, name="participants_csv"),
    path("participants.xlsx", participants.participants_table, {"form": "xlsx"}, name="participants_xlsx"),
    path("papers/", include(PAPERS)),
    path("letters/<int:pk>.pdf", letters.letter_pdf, name="letter_pdf"),
    path("letters/<int:pk>/send/", letters.letter_send, name="letter_send"),
    path("practical/", include(PRACTICAL)),
    path("practical.pdf", practical.practical_pdf, name="practical_pdf"),
    path("check-in/", include(CHECK_IN)),
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
