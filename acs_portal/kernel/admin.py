"""The register pages of /admin/: accounts for the administrator, everything else to read only."""

from django import forms
from django.contrib import admin, messages
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import accounts
from .errors import RuleBroken
from .models import Act, Invitation, IssuedDocument, Message, Release, StoredFile, User

admin.site.site_header = admin.site.site_title = gettext_lazy("Registers of the cooperation portal")
admin.site.index_title = gettext_lazy("Registers")


class ReadOnlyAdmin(admin.ModelAdmin):
    """A register to look at: what is written goes through the domain functions."""

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


class AccountForm(forms.ModelForm):
    """An account as the administrator changes it."""

    class Meta:
        model = User
        fields = ["email", "name", "language", "time_zone", "role", "is_active"]

    def clean(self):
        data = super().clean()
        own = self.instance.pk and self.instance.pk == self.reader.pk
        if own and (data.get("role"), data.get("is_active")) != (self.reader.role, self.reader.is_active):
            raise forms.ValidationError(str(accounts.OwnRole()))
        return data


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    form = AccountForm
    list_display = ["email", "name", "role", "language", "is_active", "last_login"]
    list_filter = ["role", "is_active", "language"]
    search_fields = ["email", "name"]
    actions = ["invite_again"]

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.reader = request.user
        return form

    def save_model(self, request, obj, form, change) -> None:
        now = timezone.now()
        if change:
            accounts.save(account=obj, by=request.user, on=now)
            return
        obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        accounts.invite(obj, by=request.user, on=now)
        messages.info(request, _("An invitation was sent to %(address)s.") % {"address": obj.email})

    @admin.action(description=gettext_lazy("Invite again"), permissions=["change"])
    def invite_again(self, request, queryset) -> None:
        """Send a new link to those who have not opened their account."""
        for user in queryset:
            try:
                accounts.invite(user, by=request.user, on=timezone.now())
            except RuleBroken as broken:
                messages.warning(request, str(broken))
            else:
                messages.info(request, _("An invitation was sent to %(address)s.") % {"address": user.email})

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
    list_display = [
        "subject",
        "kind",
        "address",
        "language",
        "created_at",
        "sent_at",
        "attempts",
        "last_error",
    ]
    exclude = ["text", "html", "told_in"]


@admin.register(StoredFile)
class StoredFileAdmin(ReadOnlyAdmin):
    list_display = ["name", "media_type", "size", "uploaded_by", "uploaded_at"]
