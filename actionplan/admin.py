"""The registers of the action plan, to read only."""

from django.contrib import admin

from acs_portal.kernel.admin import ReadOnlyAdmin
from actionplan.models import Axis, Fiche, Item, MandateParagraph, Organisation, Plan


@admin.register(MandateParagraph)
class MandateParagraphAdmin(ReadOnlyAdmin):
    list_display = ["code", "source", "address", "adopted_on"]


@admin.register(Plan)
class PlanAdmin(ReadOnlyAdmin):
    list_display = ["code", "symbol", "title", "adopted_at", "edited_by", "edited_at"]
    list_select_related = ["edited_by"]


@admin.register(Axis)
class AxisAdmin(ReadOnlyAdmin):
    list_display = ["plan", "number", "title"]
    list_select_related = ["plan"]


@admin.register(Item)
class ItemAdmin(ReadOnlyAdmin):
    list_display = ["number", "action", "starts_on", "ends_on", "amount", "currency"]
    list_select_related = ["axis"]


@admin.register(Organisation)
class OrganisationAdmin(ReadOnlyAdmin):
    list_display = ["acronym", "name", "party"]
    list_select_related = ["party"]


@admin.register(Fiche)
class FicheAdmin(ReadOnlyAdmin):
    list_display = ["code", "title", "content_dated", "imported_at", "source_name"]
