"""The demo's offers, needs, programmes, agreements and funding sources: all invented, and marked so."""

from datetime import timedelta

from django.utils import timezone

from network.domain import entries, profiles
from network.models import ENTRIES, CountryProfile, Party, PurposeCode

from .people import demo_user

DEMO = {
    "en": "Demonstration: this entry is invented.",
    "es": "Demostración: esta ficha es inventada.",
    "fr": "Démonstration : cette fiche est inventée.",
}


def three(en: str, es: str, fr: str) -> dict[str, str]:
    """A text in the three languages."""
    return {"en": en, "es": es, "fr": fr}


# party, section, title, fields; the description says that it is a demonstration
MEXICO = [
    ("offers", three("Training of 20 specialists in hurricane early warning (demonstration)",
                     "Formación de 20 especialistas en alerta temprana de huracanes (demostración)",
                     "Formation de 20 spécialistes en alerte précoce aux ouragans (démonstration)"),
     {"sector": "43060", "modality": "triangular", "support": "training", "languages": ["es", "en"],
      "starts": "2026-09", "ends": "2027-06",
      "partners_sought": three("A donor for travel, and hosts for two courses",
                               "Un donante para los viajes y sedes para dos cursos",
                               "Un bailleur pour les voyages, et des hôtes pour deux cours")}),
    ("offers", three("Scholarships for master’s degrees in sustainable tourism (demonstration)",
                     "Becas de maestría en turismo sustentable (demostración)",
                     "Bourses de master en tourisme durable (démonstration)"),
     {"sector": "33210", "modality": "bilateral", "support": "scholarships", "languages": ["es"],
      "starts": "2027", "visibility": "members",
      "note": "Demonstration: the number of places is still to be settled."}),
    ("needs", three("An expert in coral reef monitoring (demonstration)",
                    "Una persona experta en monitoreo de arrecifes de coral (demostración)",
                    "Un expert du suivi des récifs coralliens (démonstration)"),
     {"sector": "41030", "modality": "bilateral", "support": "experts", "languages": ["en", "es"]}),
    ("programmes", three("Seismic and tsunami network of the western Caribbean (demonstration)",
                         "Red sísmica y de tsunamis del Caribe occidental (demostración)",
                         "Réseau sismique et tsunami des Caraïbes occidentales (démonstration)"),
     {"sector": "43060", "status": "2", "modality": "regional", "starts": "2025-01", "ends": "2028-12",
      "countries": [{"party": "MEX", "share": "50"}, {"party": "GTM", "share": "25"}, {"party": "CUB", "share": "25"}],
      "partners": [{"party": "GTM", "role": "4"}, {"name": "Example Institute (demonstration)", "role": "3"}],
      "donors": [{"name": "Example Fund (demonstration)", "amount": "250000.00", "currency": "USD"}],
      "is_pooled": True,
      "terms": three("Open to further islands that bring one seismic station each (demonstration)",
                     "Abierto a otras islas que aporten una estación sísmica cada una (demostración)",
                     "Ouvert à d’autres îles qui apportent chacune une station sismique (démonstration)")}),
    ("agreements", three("Framework agreement on technical cooperation (demonstration)",
                         "Convenio marco de cooperación técnica (demostración)",
                         "Accord-cadre de coopération technique (démonstration)"),
     {"reference": "DEMO 1/98", "starts": "1998", "partners": [{"party": "CRI"}, {"party": "PAN"}]}),
    ("funding", three("Example regional fund for small projects (demonstration)",
                      "Fondo regional de ejemplo para proyectos pequeños (demostración)",
                      "Fonds régional d’exemple pour petits projets (démonstration)"),
     {"provider": "Example Fund (demonstration)",
      "windows": [{"name": "2027", "opens": "2027-01-15", "deadline": "2027-03-31", "amount": "80000.00",
                   "currency": "USD"}],
      "applicants": three("Public bodies of two or more countries together",
                          "Organismos públicos de dos o más países en conjunto",
                          "Organismes publics de deux pays ou plus, ensemble")}),
]  # fmt: skip
HAITI = [
    ("needs", three("Support to a plan against coastal erosion (demonstration)",
                    "Apoyo a un plan contra la erosión costera (demostración)",
                    "Appui à un plan contre l’érosion côtière (démonstration)"),
     {"sector": "41010", "modality": "regional", "support": "studies", "languages": ["fr"], "starts": "2027"}),
    ("programmes", three("Tourism of the northern route (demonstration)",
                         "Turismo de la ruta del norte (demostración)",
                         "Tourisme de la route du nord (démonstration)"),
     {"sector": "33210", "status": "1", "modality": "triangular", "starts": "2026-06", "is_pooled": True,
      "countries": [{"party": "HTI", "share": "60"}, {"party": "DOM", "share": "40"}],
      "terms": three("Partners join with a route of their own (demonstration)",
                     "Se suman socios con una ruta propia (demostración)",
                     "Les partenaires se joignent avec leur propre route (démonstration)")}),
]  # fmt: skip
JAMAICA = [
    ("offers", three("Course in disaster preparedness for municipalities (demonstration)",
                     "Curso de preparación ante desastres para municipios (demostración)",
                     "Cours de préparation aux catastrophes pour les municipalités (démonstration)"),
     {"sector": "74020", "modality": "regional", "support": "training", "languages": ["en"]}),
]  # fmt: skip
RECORDS = [
    ("MEX", MEXICO, "mexico@acs.example", "es", 10, True),
    ("HTI", HAITI, "haiti@acs.example", "fr", 380, True),
    ("JAM", JAMAICA, "jamaica.deputy@acs.example", "en", 1, False),
]


def build() -> list[str]:
    """The entries of three profiles; those of Mexico and Haiti are published, those of Jamaica a draft."""
    for code, records, email, authentic, days, is_published in RECORDS:
        by, on = demo_user(email), timezone.now() - timedelta(days=days)
        profile = CountryProfile.objects.select_related("party").get(party__code=code)
        for section, title, fields in records:
            entries.add(entry=_entry(profile, section, title, fields, authentic), by=by, on=on)
        if is_published:
            profiles.publish(profile=profile, by=by, on=on)
    return ["demo offers, needs, programmes, agreements and funding sources"]


def _entry(profile: CountryProfile, section: str, title: dict, fields: dict, authentic: str):
    entry = ENTRIES[section](profile=profile, authentic_language=authentic, is_demonstration=True)
    for name, value in ({"title": title, "summary": DEMO} | fields).items():
        if name == "sector":
            entry.sector = PurposeCode.objects.get(code=value)
        elif name in entry.TRILINGUAL:
            for language, text in value.items():
                setattr(entry, f"{name}_{language}", text)
        else:
            setattr(entry, name, value)
    post = Party.objects.get(pk=profile.party_id).posts.filter(kind="primary").first()
    entry.contact = post
    return entry
