"""The registers of the network in /admin/, to read only."""

from django.contrib import admin

from acs_portal.kernel.admin import ReadOnlyAdmin

from .models import (
    ENTRIES,
    AuthorisedChannel,
    CountryProfile,
    Designation,
    Party,
    Person,
    Post,
    PriorityArea,
    PurposeCode,
    SectionStanding,
)


@admin.register(PriorityArea)
class PriorityAreaAdmin(ReadOnlyAdmin):
    list_display = ["code", "name_en", "dac_shown", "position"]


@admin.register(Party)
class PartyAdmin(ReadOnlyAdmin):
    list_display = ["code", "name_en", "kind", "status", "valid_from", "valid_to", "working_language"]
    list_filter = ["kind", "status"]
    search_fields = ["code", "name_en", "name_es", "name_fr"]


@admin.register(Person)
class PersonAdmin(ReadOnlyAdmin):
    list_display = ["family_name", "given_name", "email", "user"]
    list_select_related = ["user"]
    search_fields = ["family_name", "given_name", "email"]


@admin.register(Post)
class PostAdmin(ReadOnlyAdmin):
    list_display = ["party", "kind", "theme", "closed_on"]
    list_filter = ["kind"]
    list_select_related = ["party", "theme"]


@admin.register(AuthorisedChannel)
class AuthorisedChannelAdmin(ReadOnlyAdmin):
    list_display = ["party", "name", "starts", "until"]
    list_select_related = ["party"]


@admin.register(Designation)
class DesignationAdmin(ReadOnlyAdmin):
    list_display = ["post", "full_name", "state", "instrument", "reference", "received_on", "starts", "until"]
    list_filter = ["state", "instrument"]
    list_select_related = ["post__party", "post__theme"]
    date_hierarchy = "starts"


@admin.register(CountryProfile)
class CountryProfileAdmin(ReadOnlyAdmin):
    list_display = ["party", "authority_en", "published_on", "confirmed_on"]
    list_select_related = ["party"]


@admin.register(SectionStanding)
class SectionStandingAdmin(ReadOnlyAdmin):
    list_display = [
        "profile",
        "section",
        "entries",
        "release",
        "published_on",
        "confirmed_on",
        "confirmed_by",
    ]
    list_filter = ["section"]
    list_select_related = ["profile__party", "confirmed_by"]


@admin.register(PurposeCode)
class PurposeCodeAdmin(ReadOnlyAdmin):
    list_display = ["code", "name_en", "valid_from", "valid_to"]


@admin.register(*ENTRIES.values())
class EntryAdmin(ReadOnlyAdmin):
    list_display = ["title_en", "title_es", "title_fr", "profile", "sector", "visibility"]
    list_filter = ["visibility"]
    list_select_related = ["profile__party", "sector"]
