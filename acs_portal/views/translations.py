"""The translation desk: what is missing or stale, by document and language, and the side-by-side editor."""

from dataclasses import dataclass, field

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from acs_portal.forms import text_form
from acs_portal.kernel import acts, exchange, gate, translations
from acs_portal.kernel.access import require
from acs_portal.kernel.forms import posted, saved
from acs_portal.kernel.languages import CODES, OWN_NAMES
from acs_portal.kernel.models import Translation
from acs_portal.kernel.texts import TrilingualModel, versions_of
from acs_portal.kernel.translations import KINDS, Kind, State

PER_PAGE = 50
TO_DO, TO_REVIEW, ALL = "todo", "review", "all"
SHOWN = {
    TO_DO: pgettext_lazy("filter of translations", "to do"),
    TO_REVIEW: pgettext_lazy("filter of translations", "to review"),
    ALL: pgettext_lazy("filter of translations", "all"),
}
# what the bars of the desk show, in this order
PARTS = {
    "missing": State.MISSING.label,
    "stale": gettext_lazy("The original changed"),
    "machine": State.MACHINE.label,
    "translated": State.TRANSLATED.label,
    "reviewed": State.REVIEWED.label,
}


@dataclass(slots=True)
class Line:
    """One document in one language on the desk: how many texts stand where, and the words to do."""

    language: str
    words: int = 0
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(PARTS, 0))

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def name(self) -> str:
        return OWN_NAMES[self.language]

    @property
    def is_done(self) -> bool:
        return not any(self.counts[part] for part in ("missing", "stale", "machine"))

    @property
    def segments(self) -> list[tuple[str, str, int, str, str]]:
        """(part, its name, count, start and width in percent) of the bar."""
        found, start = [], 0.0
        for part, count in self.counts.items():
            width = 100 * count / self.total if self.total else 0
            if count:
                found.append((part, PARTS[part], count, f"{start:.2f}", f"{width:.2f}"))
            start += width
        return found


@dataclass(slots=True)
class OnDesk:
    """One document on the desk with a line for each language."""

    kind: Kind
    key: str
    document: object
    lines: dict[str, Line] = field(default_factory=dict)

    @property
    def words(self) -> int:
        return sum(line.words for line in self.lines.values())


def desk(request: HttpRequest) -> HttpResponse:
    """All documents that the person may translate, with what is left to do in each language."""
    require(request, "account.use")
    kind, language = request.GET.get("kind", ""), request.GET.get("to", "")
    documents = [one for one in _on_desk(request.user) if kind in ("", one.kind.code)]
    if language in CODES:
        documents = [one for one in documents if language in one.lines and not one.lines[language].is_done]
    documents.sort(key=lambda one: -(one.lines[language].words if language in one.lines else one.words))
    page = Paginator(documents, PER_PAGE).get_page(request.GET.get("page"))
    totals = {code: sum(one.lines[code].words for one in documents if code in one.lines) for code in CODES}
    context = {
        "page": page,
        "kinds": list(KINDS.values()),
        "kind": kind,
        "to": language,
        "languages": [(code, OWN_NAMES[code]) for code in CODES],
        "totals": [(OWN_NAMES[code], words) for code, words in totals.items()],
        "parts": PARTS,
        "is_filtered": bool(kind or language),
    }
    return render(request, "translations/desk.html", context)


def _on_desk(user) -> list[OnDesk]:
    """The open documents of a person with their lines; one query, and one for each kind."""
    grouped = (
        translations.visible_to(user)
        .values("document", "language", "state", "is_stale")
        .annotate(count=Count("pk"), words_to_do=Sum("words"))
        .order_by("document", "language")
    )
    lines: dict[tuple[str, str], dict[str, Line]] = {}
    for row in grouped:
        code, _colon, key = row["document"].partition(":")
        line = lines.setdefault((code, key), {}).setdefault(row["language"], Line(row["language"]))
        line.counts[_part(row["state"], is_stale=row["is_stale"])] += row["count"]
        line.words += row["words_to_do"]
    found = []
    for code in {code for code, _key in lines}:
        kind = KINDS[code]
        for key, document in kind.find([key for other, key in lines if other == code]).items():
            if kind.is_open(document):
                found.append(OnDesk(kind, key, document, lines[code, key]))
    return sorted(found, key=lambda one: (one.kind.code, one.key))


def _part(state: str, *, is_stale: bool) -> str:
    return "stale" if is_stale and state != State.MISSING else str(state)


# ---------------------------------------------------------------- one document


@dataclass(frozen=True, slots=True)
class Text:
    """One object of a document on the desk: its number, itself, where its version stands."""

    number: str
    row: TrilingualModel
    standing: Translation | None

    @property
    def id(self) -> str:
        return exchange.text_id(self.row)

    @property
    def words(self) -> int:
        return self.standing.words if self.standing else 0

    @property
    def part(self) -> str:
        return _part(self.standing.state, is_stale=self.standing.is_stale) if self.standing else ""

    @property
    def is_to_review(self) -> bool:
        return self.part == State.TRANSLATED

    @property
    def differ(self) -> list:
        return gate.differences(self.row)


def document(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """The texts of one document in one language, with what is to do in each."""
    found, record = document_of(request, kind, key)
    language = _language(request, found, record)
    shown = request.GET.get("show", TO_DO)
    texts = texts_in(found, record, language)
    chosen = [text for text in texts if _is_shown(text, shown)]
    context = {
        "kind": found,
        "key": key,
        "record": record,
        "to": language,
        "languages": [(code, OWN_NAMES[code]) for code in CODES],
        "shown": shown if shown in SHOWN else TO_DO,
        "choices": SHOWN.items(),
        "page": Paginator(chosen, PER_PAGE).get_page(request.GET.get("page")),
        "words": sum(text.words for text in texts),
        "to_do": sum(bool(text.words) for text in texts),
        "total": len(texts),
        "is_open": found.is_open(record),
        "parts": PARTS,
    }
    return render(request, "translations/document.html", context)


def document_of(request: HttpRequest, kind: str, key: str) -> tuple[Kind, object]:
    """The kind and document of an address; 403 before 404, so that nobody learns what there is."""
    require(request, "account.use")
    if kind not in KINDS:
        raise Http404
    if not KINDS[kind].may(request.user, key):
        raise PermissionDenied
    record = KINDS[kind].find([key]).get(key)
    if record is None:
        raise Http404
    return KINDS[kind], record


def texts_in(kind: Kind, record, language: str) -> list[Text]:
    """The texts of a document that are translated into a language, in the order of the document."""
    rows = [(number, row) for number, row in kind.rows(record) if any(row.all_words().values())]
    there = exchange.standings_of([row for _number, row in rows], language)
    texts = [Text(number, row, there.get(row._meta.label_lower, {}).get(str(row.pk))) for number, row in rows]
    return [text for text in texts if text.standing]


def _is_shown(text: Text, shown: str) -> bool:
    if shown == ALL:
        return True
    return text.is_to_review if shown == TO_REVIEW else text.words > 0


def _language(request: HttpRequest, kind: Kind, record) -> str:
    """The language asked for, else the reader's, else the first that has work left."""
    asked = request.GET.get("to", "")
    if asked in CODES:
        return asked
    rows = [row for _number, row in kind.rows(record)]
    authentic = rows[0].authentic_language if rows else "en"
    return (
        get_language() if get_language() != authentic else next(code for code in CODES if code != authentic)
    )


# ---------------------------------------------------------------- the editor


def text(request: HttpRequest, kind: str, key: str, text: str) -> HttpResponse:
    """The side-by-side editor of one object; saved, it leads to the next text with work left."""
    found, record = document_of(request, kind, key)
    rows = {exchange.text_id(row): (number, row) for number, row in found.rows(record)}
    if text not in rows:
        raise Http404
    number, row = rows[text]
    language = _language(request, found, record)
    form = text_form(row)(posted(request), instance=row)
    form.to = language
    if saved(form, lambda: found.verbs[type(row)](row, by=request.user, on=timezone.now())):
        _say_saved(request, row)
        return redirect(_after(request, found, key, text, language))
    context = {
        "kind": found,
        "key": key,
        "record": record,
        "number": number,
        "row": get_object_or_404(type(row)._base_manager, pk=row.pk),
        "form": form,
        "to": language,
        "differ": gate.differences(row),
        "shown": [(translations.text_name(row, name), versions_of(row, name)) for name in row.TRILINGUAL],
        "is_open": found.is_open(record),
        "acts": acts.history(row, limit=10),
        "back": _address(found, key, language),
    }
    return render(request, "translations/text.html", context)


def _say_saved(request: HttpRequest, row) -> None:
    """That it is saved, and in which of its texts the languages do not say the same."""
    messages.success(request, _("Saved."))
    if differ := gate.differences(row):
        names = ", ".join(dict.fromkeys(translations.text_name(row, name) for name, _differ in differ))
        messages.warning(
            request,
            _("Figures, dates or references are not the same in all languages: %(names)s") % {"names": names},
        )


def _after(request: HttpRequest, kind: Kind, key: str, text: str, language: str) -> str:
    """Where to go after saving: the next text with work left, or the list; or here again, if asked."""
    if "stay" in request.POST:
        return reverse("translation", args=[kind.code, key, text]) + f"?to={language}#column-{language}"
    texts = texts_in(kind, kind.find([key])[key], language)
    ids = [one.id for one in texts]
    place = ids.index(text) + 1 if text in ids else 0
    following = next((one for one in [*texts[place:], *texts[:place]] if one.words and one.id != text), None)
    if following is None:
        return _address(kind, key, language)
    return reverse("translation", args=[kind.code, key, following.id]) + f"?to={language}#column-{language}"


def _address(kind: Kind, key: str, language: str) -> str:
    return reverse("translations_document", args=[kind.code, key]) + f"?to={language}"
