"""The demo's accounts, designations and country profiles."""

import base64
from datetime import UTC, date, datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from acs_portal.kernel import roles
from acs_portal.kernel.dates import official_day
from acs_portal.kernel.models import User
from network.domain import channels, designations, posts, profiles, tenure
from network.models import AuthorisedChannel, Designation, Party, Person, Post, PriorityArea

PASSWORD = "margarita-2001"
NOTED = datetime(2001, 11, 20, 15, 0, tzinfo=UTC)
DATED = date(2001, 11, 15)

HOUSE = [
    ("secretariat@acs.example", "Olivia Charles", roles.OFFICER, "en"),
    ("approver@acs.example", "Andrés Pacheco", roles.APPROVER, "es"),
    ("admin@acs.example", "Ada Mills", roles.ADMINISTRATOR, "en"),
]

# party, post, e-mail, title, given name, family name, language
WITH_ACCOUNT = [
    ("MEX", Post.Kind.PRIMARY, "mexico@acs.example", "Lic.", "Marisol", "Medina Ríos", "es"),
    ("HTI", Post.Kind.PRIMARY, "haiti@acs.example", "M.", "Hector", "Honorat", "fr"),
    ("JAM", Post.Kind.DEPUTY, "jamaica.deputy@acs.example", "Ms", "June", "Jarrett", "en"),
    ("ABW", Post.Kind.PRIMARY, "aruba@acs.example", "Ms", "Anouk", "Arends", "en"),
    ("SELA", Post.Kind.PRIMARY, "sela@acs.example", "Dr.", "Simón", "Salas", "es"),
]

WITHOUT_ACCOUNT = [
    ("BRB", "Ms", "Beverley", "Brathwaite"),
    ("COL", "Dra.", "Camila", "Cárdenas"),
    ("CRI", "Lic.", "Carlos", "Cascante"),
    ("CUB", "Lic.", "Caridad", "Castellanos"),
    ("DOM", "Lic.", "Domingo", "Durán"),
    ("GTM", "Licda.", "Gloria", "Gálvez"),
    ("JAM", "Mr", "Jerome", "Johnson"),
    ("PAN", "Lic.", "Patricia", "Paredes"),
    ("TTO", "Ms", "Tara", "Teelucksingh"),
    ("VEN", "Dr.", "Víctor", "Villalobos"),
]

CHANNELS = [
    ("MEX", "Secretaría de Relaciones Exteriores"),
    ("MEX", "Embajada de México en Trinidad y Tobago"),
    ("HTI", "Ministère des Affaires Étrangères et des Cultes"),
    ("ABW", "Department of Foreign Affairs"),
]

# a blank sheet: one white point as PNG
LETTER = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsTj2FAAAAABJRU5ErkJggg=="
)

MEXICO = {
    "authority_es": "Instituto Mexicano de Cooperación Internacional (IMEXCI)",
    "authority_en": "Mexican Institute for International Cooperation (IMEXCI)",
    "authority_fr": "Institut Mexicain de Coopération Internationale (IMEXCI)",
    "mandate_es": "Coordina la cooperación que México ofrece y recibe, junto con las instituciones del sector.",
    "mandate_en": "Coordinates the cooperation that Mexico offers and receives, with the institutions of each sector.",
    "mandate_fr": "Coordonne la coopération que le Mexique offre et reçoit, avec les institutions de chaque secteur.",
    "policy_es": "México da prioridad a la cooperación regional con el Gran Caribe: formación de especialistas, "
    "intercambio de experiencias y proyectos triangulares con terceros donantes.",
    "policy_en": "Mexico gives priority to regional cooperation with the Greater Caribbean: training of specialists, "
    "exchange of experience, and triangular projects with third donors.",
    "policy_fr": "Le Mexique donne la priorité à la coopération régionale avec la Grande Caraïbe : formation de "
    "spécialistes, échange d’expériences et projets triangulaires avec des tiers donateurs.",
    "address": "Plaza de la Demostración 1, Ciudad de México",
    "telephone": "+52 55 0000 0000",
    "email": "cooperacion@mexico.example",
    "website": "https://cooperacion.mexico.example/",
}
HAITI = {
    "authority_fr": "Ministère de la Planification et de la Coopération Externe",
    "authority_en": "Ministry of Planning and External Cooperation",
    "policy_fr": "Haïti recherche des programmes communs pour la gestion des risques et le tourisme durable.",
    "address": "Rue de la Démonstration 2, Port-au-Prince",
    "email": "cooperation@haiti.example",
}
JAMAICA = {
    "authority_en": "Planning Institute of Jamaica",
    "policy_en": "Jamaica offers training in disaster preparedness and seeks partners for reef restoration.",
    "email": "cooperation@jamaica.example",
}


def demo_user(email: str) -> User:
    """A demo account by its address."""
    return User.objects.get(email=email)


def build() -> list[str]:
    """Accounts, posts, designations and profiles."""
    for email, name, role, language in HOUSE:
        User.objects.create_user(
            email, PASSWORD, name=name, role=role, language=language, is_demonstration=True
        )
    officer = demo_user("secretariat@acs.example")
    for code, kind, email, honorific, given, family, language in WITH_ACCOUNT:
        user = User.objects.create_user(
            email, PASSWORD, name=f"{given} {family}", language=language, is_demonstration=True
        )
        person = Person.objects.create(
            honorific=honorific,
            given_name=given,
            family_name=family,
            email=email,
            telephone="+00 000 0000",
            user=user,
            is_demonstration=True,
        )
        _designate(code, kind, person, officer)
    for code, honorific, given, family in WITHOUT_ACCOUNT:
        person = Person.objects.create(
            honorific=honorific, given_name=given, family_name=family, is_demonstration=True
        )
        _designate(code, Post.Kind.PRIMARY, person, officer)
    tenure.end(
        designation=Designation.objects.get(post__party__code="PAN"),
        until=date(2024, 3, 1),
        reason="Transferred to another ministry (demonstration)",
        by=officer,
        on=datetime(2024, 3, 1, 15, 0, tzinfo=UTC),
    )
    _channels(officer)
    _filings(officer)
    _profiles()
    return ["demo accounts, designations and profiles"]


def _designate(code: str, kind: str, person: Person, officer: User) -> None:
    post = Post.objects.filter(party__code=code, kind=kind).first() or posts.open_post(
        party=Party.objects.get(code=code), kind=kind, by=officer, on=NOTED
    )
    designations.record(
        post=post,
        person_data=person,
        instrument=Designation.Instrument.NOTE_VERBALE,
        reference=f"DEMO {code}/01",
        dated=DATED,
        signed_by="Ministry of Foreign Affairs (demonstration)",
        signer_post="Minister of Foreign Affairs",
        office=AuthorisedChannel.Office.FOREIGN_MINISTRY,
        received_on=NOTED.date(),
        starts=NOTED.date(),
        by=officer,
        on=NOTED,
        is_demonstration=True,
    )


def _channels(officer: User) -> None:
    """Two offices that may sign for Mexico, one for Haiti and Aruba; the other parties follow the general rule."""
    for code, name in CHANNELS:
        channels.add(
            party=Party.objects.get(code=code),
            name=name,
            note="Demonstration",
            is_demonstration=True,
            by=officer,
            on=NOTED,
        )


def _filings(officer: User) -> None:
    """A technical post of Aruba with a designation under review, and one of Haiti that was returned."""
    now = timezone.now()
    aruba, haiti = demo_user("aruba@acs.example"), demo_user("haiti@acs.example")
    theme = PriorityArea.objects.get(code="disaster-risk-reduction")
    for code, kind, of_theme, filer, honorific, given, family, channel in (
        ("ABW", Post.Kind.TECHNICAL, theme, aruba, "Mr", "Marlon", "Maduro", CHANNELS[3]),
        ("HTI", Post.Kind.DEPUTY, None, haiti, "Mme", "Hélène", "Hilaire", CHANNELS[2]),
    ):
        post = posts.open_post(
            party=Party.objects.get(code=code), kind=kind, theme=of_theme, by=officer, on=NOTED
        )
        filed = designations.file(
            post=post,
            person_data={"honorific": honorific, "given_name": given, "family_name": family},
            instrument=Designation.Instrument.LETTER,
            reference=f"DEMO {code}/02",
            dated=official_day(now - timedelta(days=6)),
            signed_by="Ministry of Foreign Affairs (demonstration)",
            signer_post="Minister of Foreign Affairs",
            channel=AuthorisedChannel.objects.get(party__code=code, name=channel[1]),
            starts=official_day(now),
            letter=SimpleUploadedFile(f"demo-{code.lower()}-02.png", LETTER),
            is_demonstration=True,
            by=filer,
            on=now - timedelta(days=5),
        )
        designations.take(designation=filed, by=officer, on=now - timedelta(days=4))
    designations.send_back(
        designation=filed,
        note="L’adresse électronique de la personne désignée manque (démonstration).",
        by=officer,
        on=now - timedelta(days=3),
    )


def _profiles() -> None:
    now = timezone.now()
    mexico, haiti = demo_user("mexico@acs.example"), demo_user("haiti@acs.example")
    deputy = demo_user("jamaica.deputy@acs.example")
    _fill(
        "MEX",
        MEXICO,
        "es",
        ["trade", "disaster-risk-reduction"],
        mexico,
        now - timedelta(days=20),
        publish=True,
    )
    _fill("HTI", HAITI, "fr", ["sustainable-tourism"], haiti, now - timedelta(days=400), publish=True)
    _fill("JAM", JAMAICA, "en", ["caribbean-sea"], deputy, now - timedelta(days=2), publish=False)


def _fill(code, words, authentic, areas, by, on, *, publish: bool) -> None:
    profile = profiles.start(party=Party.objects.get(code=code), by=by, on=on)
    for name, value in words.items():
        setattr(profile, name, value)
    profile.authentic_language = authentic
    profile.is_demonstration = True
    priorities = list(PriorityArea.objects.filter(code__in=areas))
    profiles.save_draft(profile=profile, priorities=priorities, by=by, on=on)
    if publish:
        profiles.publish(profile=profile, by=by, on=on)
