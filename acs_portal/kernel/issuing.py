"""Issuing: the documents of a release, made in three languages after its commit, stored, served as they are.

An app says in its pdf.py what a kind of release is and how it is printed; everything else is the same
for all (kinds.py tells the particulars):

    @issuing.prints("agenda", name=pgettext_lazy("kind of release", "Agenda"), times=("minutes",))
    def agenda_of_release(release: Release, tree: Node, language: str) -> Document: ...

A corrigendum is issued in its language alone, with the list of what it corrects.
"""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Q
from django.http import HttpResponse
from django.tasks import task
from django.utils import timezone
from django.utils.translation import gettext, override

from . import files, kinds, pdf, releases
from .kinds import Kind
from .languages import CODES, name_of
from .models import IssuedDocument, Release
from .pdf import Document
from .releases import Node
from .shown import shown

Builder = Callable[[Release, Node, str], Document]
_builders: dict[str, Builder] = {}
log = logging.getLogger(__name__)


def prints(code: str, **particulars) -> Callable[[Builder], Builder]:
    """Declare a kind of release with its particulars (see `Kind`) and the function that prints it."""
    kinds.declare(Kind(code, **{"name": kinds.UNNAMED, **particulars}))

    def declare(builder: Builder) -> Builder:
        _builders[code] = builder
        return builder

    return declare


def is_printed(kind: str) -> bool:
    """Whether releases of a kind have documents."""
    return kind in _builders


def issue_after_commit(release: Release) -> None:
    """Have the documents of a release made in its languages, once the release is really there."""
    transaction.on_commit(lambda: issue_documents.enqueue(release.pk))


@task
def issue_documents(release_pk: int) -> None:
    """Make and store the documents of a release that are not issued yet; safe to run twice."""
    release = Release.objects.select_related("corrects").get(pk=release_pk)
    for language in languages_of(release):
        issued_in(release, language)


def languages_of(release: Release) -> tuple[str, ...]:
    """The languages that a release is issued in: all, or the one that a corrigendum or a letter is of."""
    if release.language:
        return (release.language,)
    return (release.content["authentic"],) if kinds.of(release.kind).one_language else CODES


def issue_missing(*, before: datetime) -> int:
    """Make the documents that releases of before a moment still lack; answers how many were made.

    A release that can't be printed is logged and does not keep the others from being issued.
    """
    made = 0
    for release in _lacking().filter(released_at__lt=before):
        try:
            made += sum(_issue(release, language) for language in languages_of(release))
        except Exception:
            log.exception("the documents of %s could not be made", release)
    return made


def _lacking():
    """The releases of a printed kind that are not issued in all their languages."""
    letters = [code for code in _builders if kinds.of(code).one_language]
    issued = Count("documents", filter=Q(documents__media_type=releases.PDF, documents__language__in=CODES))
    in_all = Q(language="") & ~Q(kind__in=letters)
    lacks = (in_all & Q(n__lt=len(CODES))) | Q(n=0)
    return Release.objects.filter(kind__in=_builders).annotate(n=issued).filter(lacks)


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
    return releases.issue(release, language, pdf.pdf(document_of(release, language)), timezone.now())


def document_of(release: Release, language: str) -> Document:
    """The document of a release in a language, as it is printed: with what changed, or was corrected."""
    document = _builders[release.kind](release, releases.tree_of(release), language)
    if release.corrects_id or kinds.of(release.kind).changes:
        with override(language):
            document = replace(document, **_changes(release, language))
    return _with_marks(document, release) if release.corrects_id else document


def _changes(release: Release, language: str) -> dict:
    """The changes as a document carries them, under their heading; a corrigendum says so on its face."""
    before = releases.previous(release)
    changes = (
        shown(releases.changes_of(release, before), kinds.of(release.kind), language) if before else None
    )
    if not changes:
        return {}
    if not release.corrects_id:
        return {"changes": changes, "changes_title": gettext("Changes since %(before)s") % {"before": before}}
    words = {"number": release.corrigendum, "release": before, "language": name_of(language)}
    notice = gettext("Corrigendum %(number)s to %(release)s, %(language)s only") % words
    title = gettext("What was corrected in %(release)s") % {"release": before}
    return {"changes": changes, "changes_title": title, "notice": notice, "reason": release.note["text"]}


def _with_marks(document: Document, release: Release) -> Document:
    """The document of a corrigendum with the corrected texts marked (the tag {% marks %})."""
    corrected = {change.id for change in releases.changes_of(release)}
    return replace(document, context={**document.context, "corrected": corrected})


def issued_response(release: Release, language: str, name: str = "") -> HttpResponse:
    """The document of a release as it was issued, its file named after the symbol or `name`."""
    return pdf_response(bytes(issued_in(release, language).data), name or release.symbol, language)


def preview(document: Document, name: str) -> HttpResponse:
    """A document rendered now, for what is not a release: a draft, the directory of a day."""
    return pdf_response(pdf.pdf(document), name, document.language)


def pdf_response(data: bytes, name: str, language: str) -> HttpResponse:
    """A PDF to be read in the browser; `name` (a symbol, a code) and language make the name of its file."""
    return files.named(data, f"{name.replace('/', '-')}-{language}.pdf", "application/pdf", inline=True)
