"""The addresses of the network."""

from django.urls import path, register_converter

from .views import designation, directory, party, profile


class PartyCode:
    """A code of a party as in the reference list, in either case: mex, fra-guf, alba-tcp."""

    regex = "[A-Za-z0-9-]{2,12}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(PartyCode, "code")

app_name = "network"
urlpatterns = [
    # The directory
    path("", directory.directory, name="directory"),
    path("directory.pdf", directory.directory_pdf, name="directory_pdf"),
    path("directory.csv", directory.directory_csv, name="directory_csv"),
    path("directory.xlsx", directory.directory_xlsx, name="directory_xlsx"),
    path("directory.vcf", directory.directory_vcf, name="directory_vcf"),
    # A party
    path("<code:code>/", party.party, name="party"),
    path("<code:code>.pdf", party.party_pdf, name="party_pdf"),
    path("<code:code>.vcf", party.party_vcf, name="party_vcf"),
    # Its profile
    path("<code:code>/profile/", profile.profile, name="profile"),
    path("<code:code>/profile/draft.pdf", profile.profile_draft_pdf, name="profile_draft_pdf"),
    path("<code:code>/profile/edit/", profile.profile_edit, name="profile_edit"),
    path("<code:code>/profile/publish/", profile.profile_publish, name="profile_publish"),
    path("<code:code>/profile/confirm/", profile.profile_confirm, name="profile_confirm"),
    path("<code:code>/profile/<int:number>/", profile.profile_release, name="profile_release"),
    # Its designations
    path("<code:code>/designations/new/", designation.designation_record, name="designation_record"),
    path(
        "<code:code>/designations/<int:pk>/letter/", designation.designation_letter, name="designation_letter"
    ),
    path(
        "<code:code>/designations/<int:pk>/invite/", designation.designation_invite, name="designation_invite"
    ),
    path("<code:code>/designations/<int:pk>/end/", designation.designation_end, name="designation_end"),
]
