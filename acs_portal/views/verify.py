"""Verification of what the portal issued: by hash, or by the file itself, of which nothing is kept."""

from dataclasses import dataclass
from typing import Self

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from acs_portal.forms import HASH, VerifyForm
from acs_portal.kernel import files, identity, issuing, kinds
from acs_portal.kernel.access import can, public, require
from acs_portal.kernel.languages import CODES
from acs_portal.kernel.models import IssuedDocument, Release
from acs_portal.kernel.releases import all_of, tree_of
from acs_portal.kernel.texts import Text
from acs_portal.kernel.tree import Node
from acs_portal.kernel.tree import sha256 as sha256_of
from meetings.domain import letters
from meetings.models import OfficialLetter


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known of a hash: the release, the document of it in a language, and what came later.

    `later` is a later release of the same; `corrigenda` are those in force in the language, or in each
    language where the words of all were asked for, while there is no later release.
    """

    release: Release
    language: str
    is_document: bool
    later: Release | None
    corrigenda: list[Release]
    tree: Node
    may_read: bool
    may_read_words: bool

    @classmethod
    def of(cls, request: HttpRequest, release: Release, language: str, *, is_document: bool) -> Self:
        language = release.language or language
        kind, tree = kinds.of(release.kind), tree_of(release)
        may = (can(request.user, permission) for permission in (kind.reader, kind.reader_of(tree)))
        later = _later(release)
        corrigenda = [] if later else _corrigenda(release, language)
        return cls(release, language, is_document, later, corrigenda, tree, *may)

    @property
    def kind(self) -> str:
        return kinds.of(self.release.kind).name

    @property
    def title(self) -> Text:
        return self.tree.text("title")

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages in which the original can be fetched here."""
        return issuing.languages_of(self.release) if issuing.is_printed(self.release.kind) else ()


def _later(release: Release) -> Release | None:
    same = all_of(release.subject_type, release.subject_id, release.kind)
    newest = same.filter(corrigendum=0).first()
    return newest if newest.number > release.number else None


def _corrigenda(release: Release, language: str) -> list[Release]:
    """The corrigenda after this text: the last one of a language, or of each."""
    same = all_of(release.subject_type, release.subject_id, release.kind)
    newer = same.filter(number=release.number, corrigendum__gt=release.corrigendum).order_by("corrigendum")
    in_force = {made.language: made for made in newer}
    return [in_force[code] for code in CODES if code in in_force and language in ("", code)]


@public
def verify(request: HttpRequest, sha256: str = "") -> HttpResponse:
    """What a hash stands for: a release's words, a document as issued, or nothing that is known here."""
    if request.method != "POST":
        return _answer(request, sha256.lower()) if sha256 else _page(request, VerifyForm())
    form = VerifyForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form)
    upload = form.cleaned_data["file"]
    if letter := form.cleaned_data.get("letter"):
        return _at_its_address(letter.mark)
    if not upload:
        return _at_its_address(form.cleaned_data["sha256"])
    if upload.size > settings.UPLOAD_MAX_BYTES:
        form.add_error("file", _("This file is larger than anything issued here."))
        return _page(request, form, status=413)
    return _answer_for_file(request, identity.read(upload.chunks()))


def _at_its_address(sha256: str) -> HttpResponse:
    """The page of a hash, in the language of this one."""
    return redirect(f"{reverse('verify_hash', args=[sha256])}?lang={get_language()}")


def _answer_for_file(request: HttpRequest, seen: identity.Seen) -> HttpResponse:
    """A known file is told at the address of its hash; of another one, what it claims to be."""
    is_known = _known(request, seen.sha256) or letters.of_hash(seen.sha256)
    claim = None if is_known else seen.claim
    if claim and (letter := letters.of_hash(claim.sha256)):
        return _page(request, VerifyForm(), sha256=seen.sha256, letter=letter, is_changed=True)
    claimed = _release(claim.sha256) if claim else None
    if claimed is None:
        return _at_its_address(seen.sha256)
    language = "" if claim.language == identity.ALL else claim.language
    answer = Answer.of(request, claimed, language, is_document=bool(language))
    standing = _standing(claimed, seen)
    return _page(request, VerifyForm(), sha256=seen.sha256, **{standing: answer})


def _standing(release: Release, seen: identity.Seen) -> str:
    """What a file is that claims to be of a release: a true part of its words, a copy for some readers,
    which is not kept and so can't be compared, or a changed one."""
    claim, kind = seen.claim, kinds.of(release.kind)
    if claim.edition not in kind.editions:
        return "changed"
    if claim.language != identity.ALL:
        return "copy"
    shown = kind.editions[claim.edition](tree_of(release))
    is_same = sha256_of(identity.part(release.sha256, shown, claim.edition)) == seen.sha256
    return "part" if is_same else "changed"


def _answer(request: HttpRequest, sha256: str) -> HttpResponse:
    answer = _known(request, sha256)
    letter = letters.of_hash(sha256) if answer is None and HASH.fullmatch(sha256) else None
    status = 200 if answer or letter else 404
    return _page(request, VerifyForm(), sha256=sha256, answer=answer, letter=letter, status=status)


def _known(request: HttpRequest, sha256: str) -> Answer | None:
    """The answer for a hash that was issued here, of a document's bytes or of a release's words."""
    if not HASH.fullmatch(sha256):
        return None
    documents = IssuedDocument.objects.defer("data").select_related("release__released_by")
    if document := documents.filter(sha256=sha256).first():
        return Answer.of(request, document.release, document.language, is_document=True)
    release = _release(sha256)
    return Answer.of(request, release, "", is_document=False) if release else None


def _release(sha256: str) -> Release | None:
    """The release with these words; the newest, where they were released again later."""
    found = Release.objects.filter(sha256=sha256).select_related("released_by", "corrects")
    return found.order_by("-released_at", "-pk").first()


def _page(
    request: HttpRequest,
    form: VerifyForm,
    *,
    sha256: str = "",
    answer: Answer | None = None,
    changed: Answer | None = None,
    letter: OfficialLetter | None = None,
    is_changed: bool = False,
    copy: Answer | None = None,
    part: Answer | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page; of a letter it tells nothing of the person, whoever asks."""
    groups = [sha256[place : place + 8] for place in range(0, len(sha256), 8)]
    found = {"answer": answer, "changed": changed, "copy": copy, "part": part}
    found |= {"letter": letter, "is_changed": is_changed}
    context = {"form": form, "sha256": sha256, "groups": groups, **found}
    return render(request, "verify.html", context, status=status)


@public
def verify_json(request: HttpRequest, sha256: str) -> HttpResponse:
    """The words of a release as frozen, for those who may read it: canonical JSON, all languages."""
    release = _readable(request, sha256)
    require(request, kinds.of(release.kind).reader_of(tree_of(release)))
    name = f"{str(release).replace('/', '-')}.json"
    return files.named(release.canonical, name, "application/json")


@public
def verify_pdf(request: HttpRequest, sha256: str, language: str) -> HttpResponse:
    """The document of a release in a language as it was issued, for those who may read it."""
    release = _readable(request, sha256)
    if language not in issuing.languages_of(release) or not issuing.is_printed(release.kind):
        raise Http404
    return issuing.issued_response(release, language, str(release))


def _readable(request: HttpRequest, sha256: str) -> Release:
    release = _release(sha256)
    if release is None:
        raise Http404
    require(request, kinds.of(release.kind).reader)
    return release
