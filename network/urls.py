"""The addresses of the network."""

from django.urls import path, register_converter

from .models import ENTRIES, Section
from .views import (
    board,
    changes,
    comment,
    designation,
    directory,
    entries,
    finding,
    party,
    post,
    profile,
    programmes,
    request,
    review,
    schemas,
    sheets,
    statement,
)


class PartyCode:
    """A code of a party as in the reference list, in either case: mex, fra-guf, alba-tcp."""

    regex = "[A-Za-z0-9-]{2,12}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class ProfileSection:
    """Any section of a profile."""

    regex = "|".join(Section.values)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class EntrySection:
    """A section of a profile that has entries."""

    regex = "|".join(ENTRIES)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(PartyCode, "code")
register_converter(EntrySection, "section")
register_converter(ProfileSection, "any_section")

app_name = "network"
urlpatterns = [
    # The directory
    path("", directory.directory, name="directory"),
    path("directory.pdf", directory.directory_pdf, name="directory_pdf"),
    path("directory.csv", directory.directory_csv, name="directory_csv"),
    path("directory.xlsx", directory.directory_xlsx, name="directory_xlsx"),
    path("directory.vcf", directory.directory_vcf, name="directory_vcf"),
    path("directory.schema.json", schemas.directory_schema, name="directory_schema"),
    # Finding: what is in it and what is new
    path("search/", finding.search, name="search"),
    path("changes.atom", changes.changes, name="changes"),
    # What it offers, needs and carries out; how far the profiles can be relied on
    path("programmes/", programmes.programmes, name="programmes"),
    path("programmes.csv", programmes.programmes_csv, name="programmes_csv"),
    path("programmes.schema.json", schemas.programmes_schema, name="programmes_schema"),
    path("board/", board.board, name="board"),
    path("board.csv", board.board_csv, name="board_csv"),
    path("board.xlsx", board.board_xlsx, name="board_xlsx"),
    path("board.schema.json", schemas.board_schema, name="board_schema"),
    path("board-unanswered.pdf", board.unanswered_pdf, name="unanswered_pdf"),
    # What waits for the Secretariat
    path("designations/", review.queue, name="designation_queue"),
    # A party
    path("<code:code>/", party.party, name="party"),
    path("<code:code>.pdf", party.party_pdf, name="party_pdf"),
    path("<code:code>.vcf", party.party_vcf, name="party_vcf"),
    path("<code:code>/changes.atom", changes.party_changes, name="party_changes"),
    # Its profile
    path("<code:code>/profile/", profile.profile, name="profile"),
    path("<code:code>/profile/draft.pdf", profile.profile_draft_pdf, name="profile_draft_pdf"),
    path("<code:code>/profile/edit/", profile.profile_edit, name="profile_edit"),
    path("<code:code>/profile/publish/", profile.profile_publish, name="profile_publish"),
    path("<code:code>/profile/confirm/", profile.profile_confirm, name="profile_confirm"),
    path("<code:code>/profile/<int:number>/", profile.profile_release, name="profile_release"),
    # What its deputies ask its publisher; what colleagues say about the draft
    path("<code:code>/profile/request/", request.request_ask, name="request_ask"),
    path("<code:code>/profile/request/<int:pk>/", request.request_page, name="request"),
    path("<code:code>/profile/request/<int:pk>/approve/", request.request_approve, name="request_approve"),
    path("<code:code>/profile/request/<int:pk>/return/", request.request_return, name="request_return"),
    path("<code:code>/profile/request/<int:pk>/reject/", request.request_reject, name="request_reject"),
    path("<code:code>/profile/request/<int:pk>/withdraw/", request.request_withdraw, name="request_withdraw"),
    path("<code:code>/profile/comments/<any_section:section>/", comment.comments, name="comments"),
    path("<code:code>/profile/comments/<int:pk>/resolve/", comment.comment_resolve, name="comment_resolve"),
    path("<code:code>/profile/comments/<int:pk>/reopen/", comment.comment_reopen, name="comment_reopen"),
    path(
        "<code:code>/profile/comments/<int:pk>/withdraw/", comment.comment_withdraw, name="comment_withdraw"
    ),
    # Its profile as a workbook, out and in
    path("<code:code>/profile.xlsx", sheets.sheet, name="sheet"),
    path("<code:code>/profile/import/", sheets.sheet_import, name="sheet_import"),
    path("<code:code>/profile/import/confirm/", sheets.sheet_confirm, name="sheet_confirm"),
    # The entries of its profile
    path("<code:code>/profile/<section:section>/", entries.entry_list, name="entry_list"),
    path("<code:code>/profile/<section:section>/new/", entries.entry_new, name="entry_new"),
    path("<code:code>/profile/<section:section>/<uuid:uid>/", entries.entry_edit, name="entry_edit"),
    path("<code:code>/profile/<section:section>/<uuid:uid>/up/", entries.entry_up, name="entry_up"),
    path("<code:code>/profile/<section:section>/<uuid:uid>/down/", entries.entry_down, name="entry_down"),
    path(
        "<code:code>/profile/<section:section>/<uuid:uid>/remove/", entries.entry_remove, name="entry_remove"
    ),
    path("<code:code>/profile/<section:section>/nothing/", statement.statement, name="statement"),
    path(
        "<code:code>/profile/<section:section>/nothing/take-back/",
        statement.statement_take_back,
        name="statement_take_back",
    ),
    path("<code:code>/<section:section>/<uuid:uid>/", party.entry, name="entry"),
    # Its posts, and the offices that may sign for it
    path("<code:code>/posts/<int:pk>.vcf", party.post_vcf, name="post_vcf"),
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
