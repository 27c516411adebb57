"""Issuing: the documents of a release, made in three languages after its commit, stored, served as they are.

An app says in its pdf.py how a kind of release is printed; everything else is the same for all:

    @issuing.prints("agenda")
    def agenda_of_release(release: Release, tree: Node, language: str) -> Document: ...
"""

from collections.abc import Callable

from django.db import transaction
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
