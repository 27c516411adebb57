"""release --correct--> corrigendum 1, 2... of one language, told to those who were told of the release

A mistake in one language of a release is corrected without a new release: the corrigendum is the
whole text with those words replaced, under the number of the release. The other languages, their
documents and hashes stay as they are. A second corrigendum of a language stands on the first.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime

from django.apps import apps
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from . import acts, differences, issuing, kinds
from .differences import diff
from .errors import RuleBroken
from .languages import CODES
from .models import Release
from .outbox import Mailing
from .releases import SeenIsOld, all_of, canonical, capacity, sha256, tree_of
from .tree import Node

Words = dict[str, dict[str, str]]  # id of a node -> name of a text -> the words as they should read


class Superseded(RuleBroken):
    message = _("%(latest)s is later, so %(release)s is not corrected any more. Correct the later one.")


class CorrigendumCorrected(RuleBroken):
    message = _("%(release)s is a corrigendum itself. Correct the release that it belongs to.")


class ReasonMissing(RuleBroken):
    message = _("Say why the text is corrected; readers see it.")


class UnknownText(RuleBroken):
    message = _("The released text has no such part, so it cannot be corrected.")


class EmptyCorrection(RuleBroken):
    message = _("A corrigendum replaces words; it cannot leave a text empty.")


class NothingCorrected(RuleBroken):
    message = _("The words are the same as before, so there is nothing to correct.")


@transaction.atomic
def issue(
    subject: models.Model,
    *,
    did: str,
    release: Release,
    language: str,
    words: Words,
    reason: str,
    by,
    on: datetime,
    telling: Callable[[Release], Mailing],
    seen: str = "",
    told: str = "",
) -> Release:
    """Correct words of a release of `subject`, record the act `did`, tell of it, and issue the document.

    `telling(made)` is the message about a corrigendum, `told` the fingerprint of the one in sight. Who may,
    and when, the caller has asked. Raises what `correct` raises, and RecipientsChanged.
    """
    made = correct(release, language, words, reason=reason, by=by, on=on, seen=seen)
    after = {"symbol": made.symbol, "sha256": made.sha256}
    acts.record(by=by, did=did, to=subject, after=after, reason=reason, on=on)
    mailing = telling(made)
    mailing.check(told)
    mailing.send()
    issuing.issue_after_commit(made)
    return made


@transaction.atomic
def correct(
    release: Release,
    language: str,
    words: Words,
    *,
    reason: str,
    by,
    on: datetime,
    symbol: str = "",
    seen: str = "",
) -> Release:
    """Correct `words` of a release in one language; the answer is the corrigendum, a row of its own.

    The symbol is that of the release with /Corr.n unless another is given; `seen` is the sha256 of
    the text that the person corrected. Raises CorrigendumCorrected, ReasonMissing, Superseded,
    SeenIsOld, UnknownText, EmptyCorrection, NothingCorrected.
    """
    if release.corrects_id:
        raise CorrigendumCorrected(release=release)
    if not reason.strip():
        raise ReasonMissing
    subject = _locked_subject(release)
    latest = _of_same_subject(release).filter(corrigendum=0).first()
    if latest.number != release.number:
        raise Superseded(latest=latest, release=release)
    before = in_force(release, language) or release
    if seen and seen != before.sha256:
        raise SeenIsOld
    tree = corrected(tree_of(before), language, words)
    text = canonical(tree)
    if sha256(text) == before.sha256:
        raise NothingCorrected
    made = expected(release, language, reason)
    made.symbol = symbol or made.symbol
    made.canonical, made.sha256 = text, sha256(text)
    made.changes = differences.to_json(diff(tree_of(release), tree, kinds.of(release.kind)))
    made.released_at, made.released_by = on, by
    for name, value in capacity(by, subject).items():
        setattr(made, name, value)
    made.save(force_insert=True)
    return made


def expected(release: Release, language: str, reason: str) -> Release:
    """The next corrigendum of a release by now, for a preview: its number and symbol, not its words."""
    number = release.corrigenda.count() + 1
    return Release(
        subject_type=release.subject_type,
        subject_id=release.subject_id,
        kind=release.kind,
        number=release.number,
        corrects=release,
        corrigendum=number,
        language=language,
        label=f"Corr.{number}",
        symbol=f"{release.symbol}/Corr.{number}" if release.symbol else "",
        note={"text": reason.strip()},
        is_demonstration=release.is_demonstration,
    )


def corrected(tree: Node, language: str, words: Words) -> Node:
    """The tree with those words of one language replaced; the given tree stays as it is.

    Raises UnknownText, EmptyCorrection.
    """
    if language not in CODES:
        raise UnknownText
    tree = deepcopy(tree)
    nodes = tree.by_id()
    for id_, texts in words.items():
        for name, text in texts.items():
            if id_ not in nodes or name not in nodes[id_].words:
                raise UnknownText
            if not text.strip():
                raise EmptyCorrection
            nodes[id_].words[name][language] = text
    return tree


def in_force(release: Release, language: str) -> Release | None:
    """The last corrigendum of a release in a language, with its content; None if it has none."""
    return release.corrigenda.filter(language=language).first()


def every_in_force(release: Release) -> dict[str, Release]:
    """language -> the last corrigendum of a release there, with its content; one query."""
    return {made.language: made for made in release.corrigenda.order_by("corrigendum")}


def tree_in_force(release: Release) -> Node:
    """The tree of a release as it reads, with what is corrected in each language. Raises Tampered."""
    tree = tree_of(release)
    nodes = tree.by_id()
    for language, made in every_in_force(release).items():
        for node in tree_of(made).walk():
            for name, words in node.words.items():
                nodes[node.id].words[name][language] = words.get(language, "")
    return tree


@dataclass(frozen=True, slots=True)
class Lacking:
    """A text that a corrigendum corrected, and that a working copy still has in other words."""

    made: Release
    node: Node
    name: str

    @property
    def language(self) -> str:
        return self.made.language


def lacking(release: Release, working: Node) -> list[Lacking]:
    """The corrected texts of a release that its working copy says otherwise: the next release would, too.

    A text that is not in the working copy any more lacks nothing. Raises Tampered.
    """
    base, there = tree_of(release).by_id(), working.by_id()
    return [
        Lacking(made, there[node.id], kinds.of(release.kind).names.get(name, name))
        for language, made in every_in_force(release).items()
        for node in tree_of(made).walk()
        for name, words in node.words.items()
        if words.get(language) != base[node.id].words[name].get(language)
        and node.id in there
        and there[node.id].words.get(name, {}).get(language) != words.get(language)
    ]


def _of_same_subject(release: Release):
    return all_of(release.subject_type, release.subject_id, release.kind)


def _locked_subject(release: Release) -> models.Model:
    subjects = apps.get_model(release.subject_type)._base_manager
    return subjects.select_for_update().get(pk=release.subject_id)
