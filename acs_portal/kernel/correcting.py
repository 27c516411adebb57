"""The page that corrects a release in one language, the same for every kind; each app has a small view.

It takes four steps, each a plain page: the language, the texts, the words beside the original, the
differences to confirm, with the message that tells of them. What is confirmed is what was in sight: the form
carries its hash.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import rfc8785
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from . import corrigenda, kinds
from .forms import posted, saved
from .kinds import Kind
from .languages import CHOICES, CODES, name_of
from .models import Release
from .outbox import Mailing
from .releases import sha256, tree_of
from .texts import Text
from .tree import Node

UNSEEN = "-"  # of a form that does not say which text was in sight: no text has this hash


@dataclass(frozen=True, slots=True)
class Wording:
    """A text of a released tree in one language, beside the original where that is another language."""

    id: str
    text: str
    number: str
    name: str
    words: str
    authentic: Text | None

    @property
    def key(self) -> str:
        return f"{self.id}|{self.text}"


def wordings(tree: Node, language: str, kind: Kind) -> Iterator[Wording]:
    """Every text of a tree in one language, node by node, the titles first."""
    for node in tree.walk():
        there = [item for item in node.words.items() if any(item[1].values())]
        for text, found in sorted(there, key=lambda item: (item[0] not in kind.titles, item[0])):
            original = found.get(node.authentic, "") if node.authentic != language else ""
            authentic = Text(original, node.authentic) if original else None
            name, number = str(kind.names.get(text, text)), node.number
            yield Wording(node.id, text, number, name, found.get(language, ""), authentic)


class CorrectionForm(forms.Form):
    """The chosen texts as they should read, and why.

    `text_seen` is the hash of the released text that was in sight, `seen` that of the differences, `told`
    that of the message; `mailing` is the message by now.
    """

    mailing: Mailing | None = None

    text_seen = forms.CharField(widget=forms.HiddenInput, required=False)
    seen = forms.CharField(required=False)
    told = forms.CharField(required=False)
    reason = forms.CharField(
        label=_("Why it is corrected"),
        max_length=300,
        help_text=_("Readers and the register of acts see it."),
    )

    def __init__(self, data, texts: list[Wording], language: str, text_seen: str):
        super().__init__(data, initial={"text_seen": text_seen})
        self.texts = texts
        for place, text in enumerate(texts):
            widget = forms.Textarea(attrs={"lang": language, "rows": 2 + len(text.words) // 60})
            label = _("As it should read (%(language)s)") % {"language": name_of(language)}
            self.fields[f"words_{place}"] = forms.CharField(label=label, initial=text.words, widget=widget)

    def corrections(self) -> list[tuple[Wording, forms.BoundField]]:
        """Each text with its field."""
        return [(text, self[f"words_{place}"]) for place, text in enumerate(self.texts)]

    @property
    def differences(self) -> list[tuple[Wording, str]]:
        """The texts that were changed, with the new words; line ends that a browser rewrites do not count."""
        typed = [
            (text, _with_line_ends_of(text.words, self.cleaned_data[field.name]))
            for text, field in self.corrections()
        ]
        return [(text, after) for text, after in typed if after != text.words.strip()]

    def words(self) -> corrigenda.Words:
        """The corrections as the domain takes them."""
        found: corrigenda.Words = {}
        for text, after in self.differences:
            found.setdefault(text.id, {})[text.text] = after
        return found

    def fingerprint(self) -> str:
        """The hash of what a confirmation shows."""
        return sha256(rfc8785.dumps([self.words(), self.cleaned_data["reason"]]))

    def clean(self):
        data = super().clean()
        if not self.errors and not self.differences:
            raise forms.ValidationError(str(corrigenda.NothingCorrected()))
        return data

    def shows(self) -> bool:
        """Whether what is sent is what was in sight."""
        return self.cleaned_data["seen"] == self.fingerprint()

    def confirmation(self) -> dict[str, str]:
        """What the form beside the differences sends: the same again, with the hash of what is in sight."""
        sent = {name: self.cleaned_data[name] for name in self.fields}
        told = self.mailing.fingerprint if self.mailing else ""
        return sent | {"seen": self.fingerprint(), "text_seen": self.initial["text_seen"], "told": told}


def _with_line_ends_of(words: str, typed: str) -> str:
    plain = typed.replace("\r\n", "\n")
    return plain.replace("\n", "\r\n") if "\r\n" in words else plain


def page(
    request: HttpRequest,
    base: Release,
    *,
    correct: Callable[..., Release],
    telling: Callable[[Release], Mailing],
    done: Callable[[Release], None],
    back: str,
    crumbs: list[tuple[str, str]],
) -> HttpResponse:
    """Correct `base` step by step, then call `correct(language=, words=, reason=, seen=, told=)` and `done`.

    `telling(made)` is the message about a corrigendum; `back` is the page of the release, which follows;
    the caller has asked whether the person may.
    """
    language = request.GET.get("language", "")
    context = {"base": base, "back": back, "crumbs": crumbs, "languages": CHOICES, "language": ""}
    if language not in CODES:
        return render(request, "parts/correction.html", {**context, "step": "language"})
    context |= {"language": language, "next_name": f"Corr.{base.corrigenda.count() + 1}"}
    text = corrigenda.in_force(base, language) or base
    every = list(wordings(tree_of(text), language, kinds.of(base.kind)))
    chosen = [wording for wording in every if wording.key in set(request.GET.getlist("text"))]
    if not chosen:
        return render(request, "parts/correction.html", {**context, "step": "texts", "texts": every})
    form = CorrectionForm(posted(request), chosen, language, text.sha256)
    context |= {"form": form, "step": "words"}
    if form.is_valid():
        if form.shows() and saved(form, lambda: done(_corrected(form, language, correct))):
            return redirect(back)
        form.mailing = telling(corrigenda.expected(base, language, form.cleaned_data["reason"]))
        context |= {"step": "confirm", "mailing": form.mailing}
    return render(request, "parts/correction.html", context)


def _corrected(form: CorrectionForm, language: str, correct: Callable[..., Release]) -> Release:
    data = form.cleaned_data
    seen, told = data["text_seen"] or UNSEEN, data["told"] or UNSEEN
    return correct(language=language, words=form.words(), reason=data["reason"], seen=seen, told=told)
