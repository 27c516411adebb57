"""The text form of a project fiche, sections 1.1 to 1.11: its headings, its data, and how it is written.

Source of the form: fiche ACS-SF-001 of the Special Fund as published in French on 13 November 2002
(actionplan/reference/acs-sf-001.fr.txt). The English and Spanish headings are the portal's own.
`sections()` is the one way from data to words: page, PDF and text are all made from it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import override

from acs_portal.kernel.folding import fold
from acs_portal.kernel.pdf import long_date

NUMBERED = tuple(f"1.{number}" for number in range(1, 12))
ORDER = ("I.", "A.", *NUMBERED[:6], "B.", *NUMBERED[6:], "updated")
ROLE_OF = {"1.7": "responsible", "1.8": "beneficiary", "1.9": "associated", "1.10": "executing"}

HEADINGS = {
    "fr": {
        "I.": "RESUME DU PROJET",
        "A.": "DESCRIPTION DU PROJET",
        "1.1": "Intitulé du projet",
        "1.2": "Secteurs prioritaires et programme de l’AEC",
        "1.3": "Objectifs et Justification",
        "general": "Objectif général du projet",
        "specific": "Objectif spécifique du projet",
        "justification": "Justification du projet",
        "1.4": "Composants",
        "1.5": "Coûts et durée estimés",
        "component": "Composant",
        "1.6": "Etat d’avancement du projet",
        "B.": "PARTIES PRENANTES",
        "1.7": "Institution responsable",
        "1.8": "Bénéficiaires",
        "1.9": "Institution(s) associée(s)",
        "1.10": "Institution(s) exécutrice(s)",
        "1.11": "Bailleurs de fonds",
        "updated": "DERNIERE ACTUALISATION",
    },
    "en": {
        "I.": "PROJECT SUMMARY",
        "A.": "PROJECT DESCRIPTION",
        "1.1": "Project title",
        "1.2": "Priority sectors and programme of the ACS",
        "1.3": "Objectives and justification",
        "general": "General objective of the project",
        "specific": "Specific objective of the project",
        "justification": "Justification of the project",
        "1.4": "Components",
        "1.5": "Estimated costs and duration",
        "component": "Component",
        "1.6": "State of progress of the project",
        "B.": "STAKEHOLDERS",
        "1.7": "Responsible institution",
        "1.8": "Beneficiaries",
        "1.9": "Associated institution(s)",
        "1.10": "Executing institution(s)",
        "1.11": "Donors",
        "updated": "LAST UPDATED",
    },
    "es": {
        "I.": "RESUMEN DEL PROYECTO",
        "A.": "DESCRIPCIÓN DEL PROYECTO",
        "1.1": "Título del proyecto",
        "1.2": "Sectores prioritarios y programa de la AEC",
        "1.3": "Objetivos y justificación",
        "general": "Objetivo general del proyecto",
        "specific": "Objetivo específico del proyecto",
        "justification": "Justificación del proyecto",
        "1.4": "Componentes",
        "1.5": "Costos y duración estimados",
        "component": "Componente",
        "1.6": "Estado de avance del proyecto",
        "B.": "PARTES INTERESADAS",
        "1.7": "Institución responsable",
        "1.8": "Beneficiarios",
        "1.9": "Institución(es) asociada(s)",
        "1.10": "Institución(es) ejecutora(s)",
        "1.11": "Donantes",
        "updated": "ÚLTIMA ACTUALIZACIÓN",
    },
}

UNITS = {
    "day": {"fr": ("jour", "jours"), "en": ("day", "days"), "es": ("día", "días")},
    "week": {"fr": ("semaine", "semaines"), "en": ("week", "weeks"), "es": ("semana", "semanas")},
    "month": {"fr": ("mois", "mois"), "en": ("month", "months"), "es": ("mes", "meses")},
    "year": {"fr": ("an", "ans"), "en": ("year", "years"), "es": ("año", "años")},
}


@dataclass(frozen=True, slots=True)
class OrganisationData:
    """An organisation as a fiche names it; the acronym stands in parentheses in the source."""

    name: str
    acronym: str = ""

    def __str__(self) -> str:
        return f"{self.name} ({self.acronym})" if self.acronym else self.name


@dataclass(frozen=True, slots=True)
class ComponentData:
    """A numbered component; `duration` counts `unit` (day, week, month, year), None where none is given."""

    number: int
    title: str
    duration: int | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class ContributionData:
    """What a donor bears; `amount` is None where the source names the donor alone."""

    organisation: OrganisationData
    amount: Decimal | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True)
class FicheData:
    """Every value of a fiche in one language, typed."""

    language: str
    code: str
    title: str
    programme: str
    programme_code: str
    general_objective: str
    specific_objectives: tuple[str, ...]
    justification: tuple[str, ...]
    components: tuple[ComponentData, ...]
    cost_note: tuple[str, ...]
    progress: tuple[str, ...]
    held_from: date | None
    held_to: date | None
    organisations: dict[str, tuple[OrganisationData, ...]]
    funding: tuple[ContributionData, ...]
    content_dated: date


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a section; `kind` is code, subheading, numbered, duration or paragraph."""

    kind: str
    text: str
    number: str = ""

    def __str__(self) -> str:
        return f"{self.number} {self.text}" if self.number else self.text


@dataclass(frozen=True, slots=True)
class Section:
    """A section with its number and heading; the parts I., A. and B. are sections without lines."""

    number: str
    heading: str
    lines: tuple[Line, ...] = ()

    @property
    def is_part(self) -> bool:
        return self.number in ("I.", "A.", "B.")

    @property
    def anchor(self) -> str:
        return f"section-{self.number.strip('.').replace('.', '-')}"

    def __str__(self) -> str:
        return f"{self.number} {self.heading}"


def folded(text: str) -> str:
    """A text for comparison: no accents, no case, one space, straight apostrophes."""
    plain = fold(unicodedata.normalize("NFKC", text).replace("’", "'"))
    return re.sub(r"\s+", " ", plain)


def duration_in_words(component: ComponentData, language: str) -> str:
    """3 mois, 2 jours; "" where the source gives none."""
    if component.duration is None:
        return ""
    one, many = UNITS[component.unit][language]
    return f"{component.duration} {one if component.duration == 1 else many}"


def money_in_words(amount: Decimal, currency: str, language: str) -> str:
    """18.500,00 USD in French and Spanish, 18,500.00 USD in English, as the fiches write it."""
    figures = f"{amount:,.2f}"
    if language != "en":
        figures = figures.translate(str.maketrans(",.", ".,"))
    return f"{figures} {currency}"


def updated_in_words(data: FicheData) -> str:
    """The last line of the form: DERNIERE ACTUALISATION: 13 novembre 2002."""
    with override(data.language):
        return f"{HEADINGS[data.language]['updated']}: {long_date(data.content_dated, data.language)}"


def sections(data: FicheData) -> list[Section]:
    """The fiche in the layout of the source, from its typed values, in the language of the data."""
    headings = HEADINGS[data.language]
    content = {
        "1.1": (Line("paragraph", data.title), Line("code", data.code)),
        "1.2": (Line("paragraph", data.programme),),
        "1.3": tuple(_objectives(data)),
        "1.4": tuple(Line("numbered", part.title, f"{part.number}.") for part in data.components),
        "1.5": (*_durations(data), *_paragraphs(data.cost_note)),
        "1.6": _paragraphs(data.progress),
        "1.11": tuple(Line("paragraph", _funding(part, data.language)) for part in data.funding),
    } | {number: _paragraphs(data.organisations.get(role, ())) for number, role in ROLE_OF.items()}
    return [Section(number, headings[number], content.get(number, ())) for number in ORDER[:-1]]


def write(data: FicheData) -> str:
    """The fiche in the text form: what `fiche_reader.read()` takes."""
    lines = [line for section in sections(data) for line in (section, *section.lines)]
    return "\n".join([*map(str, lines), updated_in_words(data)]) + "\n"


def _objectives(data: FicheData):
    headings = HEADINGS[data.language]
    yield Line("subheading", f"{headings['general']}:")
    yield Line("paragraph", data.general_objective)
    yield Line("subheading", f"{headings['specific']}:")
    for number, text in enumerate(data.specific_objectives, start=1):
        yield Line("numbered", text, f"{number}.")
    yield Line("subheading", f"{headings['justification']}:")
    yield from _paragraphs(data.justification)


def _durations(data: FicheData):
    for part in data.components:
        if words := duration_in_words(part, data.language):
            yield Line("duration", f"{HEADINGS[data.language]['component']} {part.number}: {words}")


def _funding(part: ContributionData, language: str) -> str:
    if part.amount is None:
        return str(part.organisation)
    return f"{part.organisation}: {money_in_words(part.amount, part.currency, language)}."


def _paragraphs(texts) -> tuple[Line, ...]:
    return tuple(Line("paragraph", str(text)) for text in texts)
