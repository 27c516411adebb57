"""none --import--> on record --import a changed source--> on record, with what changed in the register

A fiche is never typed in: it is read from the text form as published (fiche_reader.py), and its
values can be written back into that form (fiche_form.py). The published language stays the
original; translations the portal adds are courtesy translations and go when their original changes.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from acs_portal.kernel import acts
from acs_portal.kernel.errors import RuleBroken
from acs_portal.kernel.languages import CODES
from acs_portal.kernel.models import User
from acs_portal.kernel.texts import versions_of
from actionplan.models import Component, Contribution, Fiche, Organisation, Participation, SpecificObjective
from meetings.models import Meeting

from .fiche_form import (
    ROLE_OF,
    ComponentData,
    ContributionData,
    FicheData,
    OrganisationData,
    sections,
    updated_in_words,
)
from .fiche_reader import FicheUnreadable, organisation_in, read

__all__ = ["FicheData", "FicheUnreadable", "read"]

IMPORTED = acts.verb("fiche.import", pgettext_lazy("act", "imported the project fiche"))
UPDATED = acts.verb("fiche.update", pgettext_lazy("act", "imported a changed source of the project fiche"))
TRANSLATED = acts.verb(
    "fiche.translate", pgettext_lazy("act", "added courtesy translations to the project fiche")
)
LINKED = acts.verb("fiche.link", pgettext_lazy("act", "linked the project fiche to a meeting"))

FUNDING = Participation.Role.FUNDING
SINGLE_TEXTS = ("title", "programme", "general_objective")
TEXTS_IN_PARAGRAPHS = ("justification", "cost_note", "progress")


class CourtesyDoesNotFit(RuleBroken):
    message = _("The courtesy translation into %(language)s does not fit the fiche in section %(section)s.")


class CourtesyOfAnotherSource(RuleBroken):
    message = _("The courtesy translation was made for another source than the one on record for %(code)s.")


class ChangedMeanwhile(RuleBroken):
    message = _("Somebody else imported %(code)s after you had opened the preview. Compare again.")


@dataclass(frozen=True, slots=True)
class Difference:
    """One section of a fiche that differs between what is stored and what was read."""

    heading: str
    before: str
    after: str


def sha256(text: str) -> str:
    """The hash under which a source is known."""
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def import_(
    *, text: str, source_name: str, by: User | None, on: datetime, compared_with: str | None = None
) -> Fiche:
    """Put a fiche on record from its source; the same source again changes nothing.

    `compared_with` is the hash of the stored source that the person saw in the preview ("" where
    there was none). Raises FicheUnreadable, ChangedMeanwhile.
    """
    data = read(text)
    fiche = _locked(data, on)
    stored = fiche.source_sha256
    if stored == sha256(text):
        return fiche
    if compared_with not in (None, stored):
        raise ChangedMeanwhile(code=data.code)
    changes = differences(data_of(fiche) if stored else None, data)
    known = _translations(fiche) if stored else {}
    fiche.source_name, fiche.source_text, fiche.source_sha256 = source_name, text, sha256(text)
    fiche.imported_at = on
    _write(fiche, data, known)
    acts.record(
        by=by,
        did=UPDATED if stored else IMPORTED,
        to=fiche,
        before={change.heading: change.before for change in changes if change.before},
        after={change.heading: change.after for change in changes} | {"sha256": fiche.source_sha256},
        on=on,
    )
    return fiche


def _locked(data: FicheData, on: datetime) -> Fiche:
    """The row of a fiche, locked; a new one without source where there was none, made once by two at once."""
    dates = {"content_dated": data.content_dated, "imported_at": on}
    fiche, _created = Fiche.objects.get_or_create(code=data.code, defaults=dates)
    return with_parts(Fiche.objects.select_for_update(of=("self",))).get(pk=fiche.pk)


def differences(old: FicheData | None, new: FicheData) -> list[Difference]:
    """The sections in which two states of a fiche differ, in the order of the source."""
    before, after = (_by_heading(data) if data else {} for data in (old, new))
    return [
        Difference(heading, before.get(heading, ""), after.get(heading, ""))
        for heading in {**after, **before}
        if before.get(heading, "") != after.get(heading, "")
    ]


def _by_heading(data: FicheData) -> dict[str, str]:
    found = {str(part): "\n".join(map(str, part.lines)) for part in sections(data) if not part.is_part}
    heading, _colon, day = updated_in_words(data).partition(": ")
    return found | {heading: day}


def with_parts(fiches=None):
    """Fiches with all their parts, in a fixed number of queries."""
    return (
        (Fiche.objects if fiches is None else fiches)
        .select_related("meeting")
        .prefetch_related(
            "objectives", "components", "participations__organisation", "contributions__organisation"
        )
    )


def data_of(fiche: Fiche, language: str | None = None) -> FicheData:
    """The typed values on record, in the original language or in one of the courtesy translations."""
    language = language or fiche.authentic_language
    text = {name: getattr(fiche, f"{name}_{language}") for name in Fiche.TRILINGUAL}
    parts = {name: tuple(filter(None, text.pop(name).split("\n\n"))) for name in TEXTS_IN_PARAGRAPHS}
    held = list(fiche.participations.all())
    return FicheData(
        language=language,
        code=fiche.code,
        programme_code=fiche.programme_code,
        held_from=fiche.held_from,
        held_to=fiche.held_to,
        content_dated=fiche.content_dated,
        specific_objectives=tuple(getattr(part, f"text_{language}") for part in fiche.objectives.all()),
        components=tuple(_component(part, language) for part in fiche.components.all()),
        organisations={
            role: tuple(_named(part.organisation, language) for part in held if part.role == role)
            for role in ROLE_OF.values()
        },
        funding=tuple(
            given for part in held if part.role == FUNDING for given in _funding(part, fiche, language)
        ),
        **text,
        **parts,
    )


def shown_language(fiche: Fiche, reader: str) -> str:
    """The language a reader sees the fiche in: theirs where it exists, else the original."""
    return reader if reader in fiche.courtesy_languages else fiche.authentic_language


def _component(part: Component, language: str) -> ComponentData:
    return ComponentData(part.number, getattr(part, f"title_{language}"), part.duration, part.duration_unit)


def _named(organisation: Organisation, language: str) -> OrganisationData:
    return OrganisationData(
        getattr(organisation, f"name_{language}"), getattr(organisation, f"acronym_{language}")
    )


def _funding(part: Participation, fiche: Fiche, language: str) -> list[ContributionData]:
    donor = _named(part.organisation, language)
    given = [c for c in fiche.contributions.all() if c.organisation_id == part.organisation_id]
    return [ContributionData(donor, c.amount, c.currency) for c in given] or [ContributionData(donor)]


# ---------------------------------------------------------------- writing


def _write(fiche: Fiche, data: FicheData, known: Mapping[str, dict]) -> None:
    """Write the values of a source over what is on record; unchanged texts keep their translations."""
    fiche.authentic_language = data.language
    for name in ("programme_code", "held_from", "held_to", "content_dated"):
        setattr(fiche, name, getattr(data, name))
    for name in SINGLE_TEXTS:
        _put(fiche, name, getattr(data, name), data.language, known)
    for name in TEXTS_IN_PARAGRAPHS:
        _put(fiche, name, "\n\n".join(getattr(data, name)), data.language, known)
    fiche.save()
    _write_numbered(fiche, data, known)
    _write_organisations(fiche, data)
    _forget_fetched(fiche)
    fiche.courtesy_languages = [code for code in CODES if code != data.language and is_whole(fiche, code)]
    fiche.save(update_fields=["courtesy_languages"])


def _put(row, name: str, text: str, language: str, known: Mapping[str, dict]) -> None:
    for code in CODES:
        setattr(row, f"{name}_{code}", text if code == language else known.get(text, {}).get(code, ""))


def _write_numbered(fiche: Fiche, data: FicheData, known: Mapping[str, dict]) -> None:
    fiche.objectives.all().delete()
    for number, text in enumerate(data.specific_objectives, start=1):
        objective = SpecificObjective(fiche=fiche, number=number, authentic_language=data.language)
        _put(objective, "text", text, data.language, known)
        objective.save()
    fiche.components.all().delete()
    for part in data.components:
        component = Component(fiche=fiche, number=part.number, authentic_language=data.language)
        component.duration, component.duration_unit = part.duration, part.unit
        _put(component, "title", part.title, data.language, known)
        component.save()


def _write_organisations(fiche: Fiche, data: FicheData) -> None:
    fiche.participations.all().delete()
    fiche.contributions.all().delete()
    for role, organisations in data.organisations.items():
        for named in organisations:
            organisation = _organisation(named, data.language)
            Participation.objects.get_or_create(fiche=fiche, organisation=organisation, role=role)
    for part in data.funding:
        donor = _organisation(part.organisation, data.language)
        Participation.objects.get_or_create(fiche=fiche, organisation=donor, role=FUNDING)
        if part.amount is not None:
            Contribution.objects.create(
                fiche=fiche, organisation=donor, amount=part.amount, currency=part.currency
            )


def _organisation(named: OrganisationData, language: str) -> Organisation:
    """The one organisation of this name and acronym, whatever roles it holds."""
    organisation, _created = Organisation.objects.get_or_create(
        **{f"name_{language}": named.name, f"acronym_{language}": named.acronym},
        defaults={"authentic_language": language},
    )
    return organisation


def _forget_fetched(fiche: Fiche) -> None:
    fiche._prefetched_objects_cache = {}


def _rows(fiche: Fiche):
    """Every row with texts of a fiche, and the names of those texts."""
    yield fiche, Fiche.TRILINGUAL
    for row in (*fiche.objectives.all(), *fiche.components.all()):
        yield row, row.TRILINGUAL


def _translations(fiche: Fiche) -> dict[str, dict[str, str]]:
    """What is known of each original text: its versions in the other languages."""
    return {
        getattr(row, f"{name}_{fiche.authentic_language}"): versions_of(row, name)
        for row, names in _rows(fiche)
        for name in names
    }


def is_whole(fiche: Fiche, language: str) -> bool:
    """Whether every text of the original exists in a language, the names of the organisations too."""
    original = fiche.authentic_language
    named = [part.organisation for part in fiche.participations.select_related("organisation")]
    rows = [*_rows(fiche), *((organisation, ("name",)) for organisation in named)]
    return all(
        getattr(row, f"{name}_{language}") or not getattr(row, f"{name}_{original}")
        for row, names in rows
        for name in names
    )


# ---------------------------------------------------------------- courtesy translations, the meeting


@transaction.atomic
def add_courtesy(*, fiche: Fiche, courtesy: dict, by: User | None, on: datetime) -> Fiche:
    """Add courtesy translations, given per language in the numbered structure of the source.

    `courtesy` names the hash of the source it was made from; doing it twice changes nothing.
    Raises CourtesyOfAnotherSource, CourtesyDoesNotFit.
    """
    fiche = with_parts(Fiche.objects.select_for_update(of=("self",))).get(pk=fiche.pk)
    if courtesy["source_sha256"] != fiche.source_sha256:
        raise CourtesyOfAnotherSource(code=fiche.code)
    texts = courtesy["texts"]
    if all(code in fiche.courtesy_languages for code in texts):
        return fiche
    for code, numbered in texts.items():
        _translate(fiche, code, numbered)
    _forget_fetched(fiche)
    fiche.courtesy_languages = [code for code in CODES if code in texts and is_whole(fiche, code)]
    fiche.save()
    acts.record(
        by=by, did=TRANSLATED, to=fiche, after={"languages": ", ".join(fiche.courtesy_languages)}, on=on
    )
    return fiche


def _translate(fiche: Fiche, code: str, numbered: dict) -> None:
    """Write one language's texts of sections 1.1 to 1.11 into its columns."""
    objectives = numbered["1.3"]
    fields = {
        "title": numbered["1.1"],
        "programme": numbered["1.2"],
        "general_objective": objectives["general"],
        "justification": _fitting(code, "1.3", objectives["justification"], _count(fiche, "justification")),
        "cost_note": _fitting(code, "1.5", numbered["1.5"], _count(fiche, "cost_note")),
        "progress": _fitting(code, "1.6", numbered["1.6"], _count(fiche, "progress")),
    }
    for name, text in fields.items():
        setattr(fiche, f"{name}_{code}", text if isinstance(text, str) else "\n\n".join(text))
    _translate_rows(fiche.objectives.all(), "text", code, "1.3", objectives["specific"])
    _translate_rows(fiche.components.all(), "title", code, "1.4", numbered["1.4"])
    sections_of_roles = {role: number for number, role in ROLE_OF.items()} | {FUNDING: "1.11"}
    for role, section in sections_of_roles.items():
        held = [part.organisation for part in fiche.participations.all() if part.role == role]
        names = _fitting(code, section, numbered[section], len(held))
        for organisation, name in zip(held, names, strict=True):
            named = organisation_in(name)
            setattr(organisation, f"name_{code}", named.name)
            setattr(organisation, f"acronym_{code}", named.acronym)
            organisation.save()


def _count(fiche: Fiche, name: str) -> int:
    return len(getattr(data_of(fiche), name))


def _fitting(code: str, section: str, texts: list[str], count: int) -> list[str]:
    if len(texts) != count or not all(texts):
        raise CourtesyDoesNotFit(language=code, section=section)
    return texts


def _translate_rows(rows, name: str, code: str, section: str, texts: list[str]) -> None:
    for row, text in zip(rows, _fitting(code, section, texts, len(rows)), strict=True):
        setattr(row, f"{name}_{code}", text)
        row.save()


@transaction.atomic
def link_meeting(*, fiche: Fiche, meeting: Meeting, by: User | None, on: datetime) -> Fiche:
    """Say which meeting of the portal a project held; doing it twice changes nothing."""
    fiche = Fiche.objects.select_for_update().get(pk=fiche.pk)
    if fiche.meeting_id != meeting.pk:
        fiche.meeting = meeting
        fiche.save(update_fields=["meeting"])
        acts.record(by=by, did=LINKED, to=fiche, after={"meeting": meeting.code}, on=on)
    return fiche
