"""The register pages of /admin/: accounts for the administrator, everything else to read only."""

from django.contrib import admin
from django.utils import timezone

from . import accounts
from .models import Act, Invitation, IssuedDocument, Message, Release, StoredFile, User


class ReadOnlyAdmin(admin.ModelAdmin):
    """A register to look at: what is written goes through the domain functions."""

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    list_display = ["email", "name", "role", "language", "is_active", "last_login"]
    list_filter = ["role", "is_active", "language"]
    search_fields = ["email", "name"]
    fields = ["email", "name", "language", "time_zone", "role", "is_active"]

    def save_model(self, request, obj, form, change) -> None:
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        if not change:
            accounts.invite(obj, by=request.user, on=timezone.now())

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


@admin.register(Invitation)
class InvitationAdmin(ReadOnlyAdmin):
    list_display = ["email", "invited_by", "created_at", "expires_at", "accepted_at"]
    exclude = ["token_hash"]


@admin.register(Act)
class ActAdmin(ReadOnlyAdmin):
    list_display = ["at", "by_name", "capacity", "did", "to_type", "to_id"]
    list_filter = ["did"]
    search_fields = ["by_name", "did", "to_id"]


@admin.register(Release)
class ReleaseAdmin(ReadOnlyAdmin):
    list_display = ["symbol", "kind", "number", "label", "released_at", "released_by", "sha256"]


@admin.register(IssuedDocument)
class IssuedDocumentAdmin(ReadOnlyAdmin):
    list_display = ["release", "language", "size", "issued_at", "sha256"]
    exclude = ["data"]


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin):
    list_display = ["subject", "address", "language", "created_at", "sent_at", "attempts", "last_error"]
    exclude = ["html"]


@admin.register(StoredFile)
class StoredFileAdmin(ReadOnlyAdmin):
    list_display = ["name", "media_type", "size", "uploaded_by", "uploaded_at"]
