"""The registers of the network in /admin/, to read only."""

from django.contrib import admin

from acs_portal.kernel.admin import ReadOnlyAdmin

from .models import AuthorisedChannel, CountryProfile, Designation, Party, Person, Post, PriorityArea


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
