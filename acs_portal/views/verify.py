"""Verification of what the portal issued: by hash, or by the file itself."""

import hashlib

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from acs_portal.forms import HASH, VerifyForm
from acs_portal.kernel.access import public
from acs_portal.kernel.models import IssuedDocument, Release


@public
def verify(request: HttpRequest, sha256: str = "") -> HttpResponse:
    """What a hash stands for: a release's words, a document as issued, or nothing that is known here."""
    is_sent = request.method == "POST"
    form = VerifyForm(request.POST, request.FILES) if is_sent else VerifyForm()
    if is_sent and form.is_valid():
        if upload := form.cleaned_data["file"]:
            if upload.size > settings.UPLOAD_MAX_BYTES:
                form.add_error("file", _("This file is larger than anything issued here."))
                return render(request, "verify.html", {"form": form, "sha256": ""}, status=413)
            digest = hashlib.sha256()
            for chunk in upload.chunks():
                digest.update(chunk)
            return redirect("verify_hash", digest.hexdigest())
        return redirect("verify_hash", form.cleaned_data["sha256"])
    if not sha256:
        return render(request, "verify.html", {"form": form, "sha256": ""})
    return _answer(request, sha256.lower(), VerifyForm())


def _answer(request: HttpRequest, sha256: str, form: VerifyForm) -> HttpResponse:
    document = release = None
    if HASH.fullmatch(sha256):
        document = (
            IssuedDocument.objects.defer("data")
            .select_related("release__released_by")
            .filter(sha256=sha256)
            .first()
        )
        release = document.release if document else Release.objects.filter(sha256=sha256).first()
    found = {"form": form, "sha256": sha256, "document": document, "release": release}
    if release:
        found["latest"] = (
            Release.objects.filter(
                subject_type=release.subject_type, subject_id=release.subject_id, kind=release.kind
            )
            .defer("canonical")
            .order_by("-number")
            .first()
        )
    return render(request, "verify.html", found, status=200 if release else 404)
