"""Issuing: the documents of a release, made in three languages after its commit, stored, served as they are.

An app says in its pdf.py how a kind of release is printed; everything else is the same for all:

    @issuing.prints("agenda")
    def agenda_of_release(release: Release, tree: Node, language: str) -> Document: ...
"""

import logging
from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Q
from django.http import HttpResponse
from django.tasks import task
from django.utils import timezone

from . import files, pdf, releases
from .languages import CODES
from .models import IssuedDocument, Release
from .pdf import Document
from .releases import Node

Builder = Callable[[Release, Node, str], Document]
_builders: dict[str, Builder] = {}
log = logging.getLogger(__name__)


def prints(kind: str) -> Callable[[Builder], Builder]:
    """Declare the function that makes the document of a release of this kind in one language."""

    def declare(builder: Builder) -> Builder:
        _builders[kind] = builder
        return builder

    return declare


def issue_after_commit(release: Release) -> None:
    """Have the documents of a release made in all languages, once the release is really there."""
    transaction.on_commit(lambda: issue_documents.enqueue(release.pk))


@task
def issue_documents(release_pk: int) -> None:
    """Make and store the documents of a release that are not issued yet; safe to run twice."""
    release = Release.objects.get(pk=release_pk)
    for language in CODES:
        issued_in(release, language)


def issue_missing(*, before: datetime) -> int:
    """Make the documents that releases of before a moment still lack; answers how many were made.

    A release that can't be printed is logged and does not keep the others from being issued.
    """
    made = 0
    for release in _lacking().filter(released_at__lt=before):
        try:
            made += sum(_issue(release, language) for language in CODES)
        except Exception:
            log.exception("the documents of %s could not be made", release)
    return made


def _lacking():
    """The releases of a printed kind that are not issued in every language."""
    issued = Count("documents", filter=Q(documents__media_type=releases.PDF, documents__language__in=CODES))
    return Release.objects.filter(kind__in=_builders).annotate(n=issued).filter(n__lt=len(CODES))


def _issue(release: Release, language: str) -> bool:
    """Issue in one language; whether there was anything to do."""
    if releases.issued(release, language):
        return False
    issued_in(release, language)
    return True


def issued_in(release: Release, language: str) -> IssuedDocument:
    """The document of a release in a language: the stored bytes, made and stored now if not there yet.

    Raises Tampered when the release does not agree with its hash, KeyError for a kind without builder.
    """
    if found := releases.issued(release, language):
        return found
    document = _builders[release.kind](release, releases.tree_of(release), language)
    return releases.issue(release, language, pdf.pdf(document), timezone.now())


def issued_response(release: Release, language: str, name: str = "") -> HttpResponse:
    """The document of a release as it was issued, its file named after the symbol or `name`."""
    return pdf_response(bytes(issued_in(release, language).data), name or release.symbol, language)


def preview(document: Document, name: str) -> HttpResponse:
    """A document rendered now, for what is not a release: a draft, the directory of a day."""
    return pdf_response(pdf.pdf(document), name, document.language)


def pdf_response(data: bytes, name: str, language: str) -> HttpResponse:
    """A PDF to be read in the browser; `name` (a symbol, a code) and language make the name of its file."""
    return files.named(data, f"{name.replace('/', '-')}-{language}.pdf", "application/pdf", inline=True)
