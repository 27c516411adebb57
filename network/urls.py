"""The addresses of the network."""

from django.urls import path, register_converter

from .views import designation, directory, party, post, profile, review


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
    # What waits for the Secretariat
    path("designations/", review.queue, name="designation_queue"),
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
    # Its posts, and the offices that may sign for it
    path("<code:code>/posts/new/", post.post_new, name="post_new"),
    path("<code:code>/posts/<int:pk>/close/", post.post_close, name="post_close"),
    path("<code:code>/posts/<int:pk>/reopen/", post.post_reopen, name="post_reopen"),
    path("<code:code>/posts/<int:pk>/designate/", designation.designation_file, name="designation_file"),
    path("<code:code>/channels/", post.channel_list, name="channel_list"),
    path("<code:code>/channels/new/", post.channel_new, name="channel_new"),
    path("<code:code>/channels/<int:pk>/edit/", post.channel_edit, name="channel_edit"),
    # Its designations
    path("<code:code>/designations/", review.filings_of_party, name="designation_list"),
    path("<code:code>/designations/new/", designation.designation_record, name="designation_record"),
    path("<code:code>/designations/<int:pk>/", review.designation, name="designation"),
    path("<code:code>/designations/<int:pk>/take/", review.designation_take, name="designation_take"),
    path("<code:code>/designations/<int:pk>/return/", review.designation_return, name="designation_return"),
    path(
        "<code:code>/designations/<int:pk>/complete/",
        review.designation_complete,
        name="designation_complete",
    ),
    path(
        "<code:code>/designations/<int:pk>/validate/",
        review.designation_validate,
        name="designation_validate",
    ),
    path("<code:code>/designations/<int:pk>/reject/", review.designation_reject, name="designation_reject"),
    path(
        "<code:code>/designations/<int:pk>/withdraw/",
        review.designation_withdraw,
        name="designation_withdraw",
    ),
    path(
        "<code:code>/designations/<int:pk>/letter/", designation.designation_letter, name="designation_letter"
    ),
    path(
        "<code:code>/designations/<int:pk>/invite/", designation.designation_invite, name="designation_invite"
    ),
    path(
        "<code:code>/designations/<int:pk>/correct/",
        designation.designation_correct,
        name="designation_correct",
    ),
    path("<code:code>/designations/<int:pk>/end/", designation.designation_end, name="designation_end"),
]
