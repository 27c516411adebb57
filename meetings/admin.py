"""The registers of meetings, to read."""

from django.contrib import admin

from acs_portal.kernel.admin import ReadOnlyAdmin

from .models import (
    AgendaItem,
    Decision,
    Delegate,
    Delegation,
    Meeting,
    Question,
    RegistrationRules,
    Sitting,
    Symbol,
)


@admin.register(Meeting)
class MeetingAdmin(ReadOnlyAdmin):
    list_display = ["code", "title", "place", "opens_on", "closes_on", "state"]
    list_filter = ["state"]
    search_fields = ["code", "title_en", "title_es", "title_fr"]


@admin.register(AgendaItem)
class AgendaItemAdmin(ReadOnlyAdmin):
    list_display = ["title", "meeting", "parent", "position", "kind", "minutes"]
    list_filter = ["meeting"]


@admin.register(Delegation)
class DelegationAdmin(ReadOnlyAdmin):
    list_display = ["party", "meeting", "state", "credentials", "letter_reference", "letter_date"]
    list_filter = ["meeting", "state", "credentials"]


@admin.register(Delegate)
class DelegateAdmin(ReadOnlyAdmin):
    list_display = ["full_name", "delegation", "role", "is_listed", "withdrawn_at"]
    list_filter = ["role", "is_listed"]
    search_fields = ["given_name", "family_name"]


@admin.register(Question)
class QuestionAdmin(ReadOnlyAdmin):
    list_display = ["text", "meeting", "asked_of", "kind", "is_required"]
    list_filter = ["meeting", "asked_of"]


@admin.register(RegistrationRules)
class RegistrationRulesAdmin(ReadOnlyAdmin):
    list_display = ["meeting", "deadline", "seats_of_members", "seats_of_associates", "seats_of_observers"]


@admin.register(Sitting)
class SittingAdmin(ReadOnlyAdmin):
    list_display = ["meeting", "number", "starts_at", "ends_at"]


@admin.register(Decision)
class DecisionAdmin(ReadOnlyAdmin):
    list_display = ["symbol", "title", "mode", "decided_on", "quorum_present", "quorum_needed", "quorum_base"]


@admin.register(Symbol)
class SymbolAdmin(ReadOnlyAdmin):
    list_display = ["text", "meeting", "type", "number"]
