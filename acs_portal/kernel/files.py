"""Uploads: the type is told by the content and not by the name; size, hash and tier of access are kept."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import PurePath

import puremagic
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import ProtectedError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.template.defaultfilters import filesizeformat
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _

from .access import can
from .errors import RuleBroken
from .models import StoredFile, User

ACCEPTED = {
    "application/pdf": (".pdf",),
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
}
STORED: ContextVar[list | None] = ContextVar("stored", default=None)  # files of the transaction under way


class FileTooLarge(RuleBroken):
    message = _("“%(name)s” has %(size)s; at most %(most)s can be taken.")


class FileTypeRefused(RuleBroken):
    message = _("“%(name)s” is not a PDF, PNG or JPEG file, whatever its name says. Its content decides.")


class FileMisnamed(RuleBroken):
    message = _(
        "“%(name)s” has the content of a %(type)s file, but its name says otherwise. Rename it and try again."
    )


class FileEmpty(RuleBroken):
    message = _("“%(name)s” is empty.")


def check(upload: UploadedFile) -> str:
    """The media type of an upload by its content. Raises one of the errors above when it can't be taken."""
    name = PurePath(upload.name).name
    if upload.size > settings.UPLOAD_MAX_BYTES:
        raise FileTooLarge(
            name=name, size=filesizeformat(upload.size), most=filesizeformat(settings.UPLOAD_MAX_BYTES)
        )
    if not upload.size:
        raise FileEmpty(name=name)
    upload.seek(0)
    head = upload.read(8192)
    upload.seek(0)
    try:
        media_type = puremagic.from_string(head, mime=True)
    except puremagic.PureError:
        media_type = ""
    if media_type not in ACCEPTED:
        raise FileTypeRefused(name=name)
    if not name.lower().endswith(ACCEPTED[media_type]):
        raise FileMisnamed(name=name, type=media_type.partition("/")[2].upper())
    return media_type


@contextmanager
def atomic() -> Iterator[None]:
    """A transaction; when it is rolled back, the bytes of what was stored in it go from the storage, too."""
    around, stored = STORED.get(), []
    token = STORED.set(stored)
    try:
        with transaction.atomic():
            yield
    except BaseException:
        for file in stored:
            file.storage.delete(file.name)
        raise
    finally:
        STORED.reset(token)
    if around is not None:
        around += stored


def store(upload: UploadedFile, *, by: User, permission: str = "file.read") -> StoredFile:
    """Check and keep an upload, in `atomic()`; `permission` is what a reader of it needs."""
    media_type = check(upload)
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    stored = StoredFile.objects.create(
        file=upload,
        name=PurePath(upload.name).name[:200],
        media_type=media_type,
        size=upload.size,
        sha256=digest.hexdigest(),
        permission=permission,
        uploaded_by=by,
    )
    if (under_way := STORED.get()) is not None:
        under_way.append(stored.file)
    return stored


@transaction.atomic
def forget(stored: StoredFile) -> bool:
    """Take an upload off the record, and its bytes from the storage after the commit.

    Answers whether it went: a file that another row still refers to stays.
    """
    try:
        stored.delete()
    except ProtectedError:
        return False
    transaction.on_commit(lambda: stored.file.storage.delete(stored.file.name))
    return True


def serve(request: HttpRequest, stored: StoredFile) -> FileResponse:
    """A stored file as an attachment; who may not read it does not learn that it is there."""
    if not can(request.user, stored.permission):
        raise Http404
    return attached(stored)


def attached(stored: StoredFile) -> FileResponse:
    """A stored file as an attachment, after it was found out that the reader may have it."""
    response = FileResponse(
        stored.file.open("rb"), as_attachment=True, filename=stored.name, content_type=stored.media_type
    )
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def named(data: bytes | str, name: str, media_type: str, *, inline: bool = False) -> HttpResponse:
    """Data as a file with its name, shown in the browser (`inline`) or downloaded."""
    response = HttpResponse(data, content_type=media_type)
    response.headers["Content-Disposition"] = content_disposition_header(not inline, name)
    return response
