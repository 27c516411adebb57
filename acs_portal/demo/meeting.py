"""The demo's meetings: the First Meeting of 2002 with an invented agenda and participants, and a next one."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from acs_portal.kernel.dates import official_day
from meetings.domain import (
    agenda,
    agenda_release,
    arrivals,
    budget,
    checklist,
    checklist_template,
    delegations,
    letters,
    meetings,
    participants,
    practical,
    sittings,
    states,
)
from meetings.models import AgendaItem, BudgetLine, Delegate, Meeting, MeetingTask
from network.models import Party

from . import filings, invitations
from .people import demo_user

CODE = "rci-1-2002"
PLANNED = datetime(2002, 1, 11, 15, 0, tzinfo=UTC)
PROVISIONAL = datetime(2002, 1, 25, 15, 0, tzinfo=UTC)
REVISED = datetime(2002, 3, 15, 15, 0, tzinfo=UTC)
OPENED = datetime(2002, 4, 11, 15, 0, tzinfo=UTC)  # 10:00 in Mexico City

FIRST = {
    "title_en": "First Meeting of those Responsible for International Cooperation in the ACS",
    "title_es": "Primera Reunión de Responsables de la Cooperación Internacional de la AEC",
    "title_fr": "Première Réunion des Responsables de la Coopération Internationale au sein de l’AEC",
    "place_en": "Mexico City",
    "place_es": "Ciudad de México",
    "place_fr": "Mexico",
    "venue_en": "Conference hall (demonstration)",
    "venue_es": "Sala de conferencias (demostración)",
    "venue_fr": "Salle de conférence (démonstration)",
    # facts of the fiche ACS-SF-001: sections 1.1, 1.5 and 1.9
    "series_en": "Meeting of those Responsible for International Cooperation in the ACS",
    "series_es": "Reunión de Responsables de la Cooperación Internacional de la AEC",
    "series_fr": "Réunion des Responsables de la Coopération Internationale au sein de l’AEC",
    "ordinal": 1,
    "host_institution_en": "Mexican Institute of International Cooperation (IMEXCI)",
    "host_institution_es": "Instituto Mexicano de Cooperación Internacional (IMEXCI)",
    "host_institution_fr": "Institut Mexicain de Coopération Internationale (IMEXCI)",
}
NEXT = {
    "title_en": "Next Meeting of the Network of Focal Points (demonstration)",
    "title_es": "Próxima Reunión de la Red de Puntos Focales (demostración)",
    "title_fr": "Prochaine Réunion du Réseau des Points Focaux (démonstration)",
    "place_en": "Port of Spain",
    "place_es": "Puerto España",
    "place_fr": "Port-d’Espagne",
}
# section 1.11 of the fiche: one amount, of which neither parts nor form are told
COST = {
    "label_en": "Organisation of the meeting (fact: fiche ACS-SF-001)",
    "label_es": "Organización de la reunión (hecho: ficha ACS-SF-001)",
    "label_fr": "Organisation de la réunion (fait : fiche ACS-SF-001)",
    "component": BudgetLine.Component.WHOLE,
    "estimated": Decimal("18500.00"),
    "currency": "USD",
    "borne_by": BudgetLine.Bearer.DONOR,
    "bearer_name": "IMEXCI",
    "authentic_language": "fr",
}

# number of the parent (1-based, 0 = top), kind, minutes, title and annotation in en, es, fr
AGENDA = [
    (0, "information", 20,
     "Opening of the meeting", "Apertura de la reunión", "Ouverture de la réunion",
     "Words of welcome by the host country and by the Secretariat.",
     "Palabras de bienvenida del país anfitrión y de la Secretaría.",
     "Mots de bienvenue du pays hôte et du Secrétariat."),
    (0, "decision", 20,
     "Organisation of work", "Organización de los trabajos", "Organisation des travaux",
     "", "", ""),
    (2, "decision", 10,
     "Election of officers", "Elección de la mesa", "Élection du bureau",
     "A Chair, two Vice-Chairs and a Rapporteur are elected, with regard to geographic and linguistic rotation.",
     "Se eligen un Presidente, dos Vicepresidentes y un Relator, con atención a la rotación geográfica y lingüística.",
     "Un Président, deux Vice-Présidents et un Rapporteur sont élus, en tenant compte de la rotation "
     "géographique et linguistique."),
    (2, "decision", 10,
     "Adoption of the agenda", "Aprobación de la agenda", "Adoption de l’ordre du jour",
     "The provisional agenda is submitted for adoption.",
     "Se somete a aprobación la agenda provisional.",
     "L’ordre du jour provisoire est soumis pour adoption."),
    (0, "discussion", 120,
     "Network of International Cooperation Focal Points", "Red de Puntos Focales de Cooperación Internacional",
     "Réseau de Points Focaux de la Coopération Internationale",
     "An instrument of dialogue and cooperation between the focal points of the Greater Caribbean.",
     "Un instrumento de diálogo y cooperación entre los puntos focales del Gran Caribe.",
     "Un instrument de dialogue et de coopération entre les points focaux de la Grande Caraïbe."),
    (5, "decision", 40,
     "Posts, designations and the directory", "Puestos, designaciones y directorio",
     "Postes, désignations et annuaire",
     "How each party names its focal point, and how the directory is kept.",
     "Cómo designa cada parte su punto focal y cómo se mantiene el directorio.",
     "Comment chaque partie désigne son point focal, et comment l’annuaire est tenu."),
    (5, "discussion", 40,
     "Country cooperation profiles", "Perfiles de cooperación de los países", "Profils de coopération des pays",
     "Authority, policy, priorities, offers and needs of each party.",
     "Autoridad, política, prioridades, ofertas y necesidades de cada parte.",
     "Autorité, politique, priorités, offres et besoins de chaque partie."),
    (5, "discussion", 40,
     "Pooling of regional programmes under way", "Puesta en común de los programas regionales en curso",
     "Mise en commun des programmes régionaux en cours",
     "Which programmes can be pooled, and on what terms.",
     "Qué programas pueden ponerse en común y en qué condiciones.",
     "Quels programmes peuvent être mis en commun, et à quelles conditions."),
    (0, "discussion", 180,
     "Special Fund: mobilisation of resources", "Fondo Especial: movilización de recursos",
     "Fonds Spécial : mobilisation de ressources",
     "", "", ""),
    (9, "discussion", 60,
     "Looking together for regional and extra-regional funds",
     "Búsqueda conjunta de fondos regionales y extrarregionales",
     "Recherche commune de fonds régionaux et extra-régionaux",
     "Joint approaches to donors, instead of competing for them.",
     "Gestiones conjuntas ante los donantes, en lugar de competir por ellos.",
     "Démarches communes auprès des bailleurs, au lieu de se faire concurrence."),
    (9, "decision", 120,
     "Strategic action plan for the Special Fund", "Plan de acción estratégico del Fondo Especial",
     "Plan d’action stratégique du Fonds Spécial",
     "The draft plan carries out the provisions of the Declaration and Plan of Action of Margarita on the Special Fund.",
     "El proyecto de plan da cumplimiento a las disposiciones de la Declaración y Plan de Acción de Margarita "
     "relativas al Fondo Especial.",
     "Le projet de plan met en œuvre les dispositions de la Déclaration et du Plan d’Action de Margarita ayant "
     "trait au Fonds Spécial."),
    (0, "information", 15, "Other business", "Otros asuntos", "Questions diverses", "", "", ""),
    (0, "decision", 45,
     "Adoption of the decisions and of the rapporteur’s report",
     "Aprobación de las decisiones y de la relatoría",
     "Adoption des décisions et du rapport du rapporteur",
     "", "", ""),
    (0, "information", 15, "Closing of the meeting", "Clausura de la reunión", "Clôture de la réunion", "", "", ""),
]  # fmt: skip

# party: (role, title, given name, family name, function en/es/fr, agrees to be listed)
HEAD, ALTERNATE, ADVISER, OBSERVER = (
    Delegate.Role.HEAD,
    Delegate.Role.ALTERNATE,
    Delegate.Role.ADVISER,
    Delegate.Role.OBSERVER,
)
FOCAL = ("Focal point for international cooperation", "Punto focal de cooperación internacional",
         "Point focal de la coopération internationale")  # fmt: skip
DIRECTOR = ("Director of Cooperation", "Director de Cooperación", "Directeur de la coopération")
ADVISES = ("Adviser", "Asesor", "Conseiller")
OBSERVES = ("Programme officer", "Oficial de programas", "Chargé de programmes")
DELEGATES = {
    "BRB": [(HEAD, "Ms", "Beverley", "Brathwaite", FOCAL, True), (ADVISER, "Mr", "Bryan", "Bynoe", ADVISES, True)],
    "COL": [(HEAD, "Dra.", "Camila", "Cárdenas", FOCAL, True), (ALTERNATE, "Dr.", "Ciro", "Cuéllar", DIRECTOR, True)],
    "CRI": [(HEAD, "Lic.", "Carlos", "Cascante", FOCAL, True)],
    "CUB": [(HEAD, "Lic.", "Caridad", "Castellanos", FOCAL, True), (ADVISER, "Ing.", "Ciro", "Cepero", ADVISES, False)],
    "DOM": [(HEAD, "Lic.", "Domingo", "Durán", FOCAL, True)],
    "GTM": [(HEAD, "Licda.", "Gloria", "Gálvez", FOCAL, True)],
    "GUY": [(HEAD, "Mr", "Godfrey", "Gobin", DIRECTOR, True)],
    "HTI": [(HEAD, "M.", "Hector", "Honorat", FOCAL, True), (ADVISER, "Mme", "Hélène", "Hyppolite", ADVISES, True)],
    "JAM": [(HEAD, "Mr", "Jerome", "Johnson", FOCAL, True), (ALTERNATE, "Ms", "June", "Jarrett", ADVISES, True)],
    "MEX": [
        (HEAD, "Lic.", "Marisol", "Medina Ríos", FOCAL, True),
        (ALTERNATE, "Dr.", "Mauricio", "Montaño", DIRECTOR, True),
        (ADVISER, "Mtra.", "Mireya", "Maldonado", ADVISES, False),
    ],
    "NIC": [(HEAD, "Lic.", "Norma", "Narváez", DIRECTOR, True)],
    "PAN": [(HEAD, "Lic.", "Patricia", "Paredes", FOCAL, True)],
    "SUR": [(HEAD, "Mr", "Stanley", "Soekhoe", DIRECTOR, True)],
    "TTO": [(HEAD, "Ms", "Tara", "Teelucksingh", FOCAL, True), (ADVISER, "Mr", "Trevor", "Thomas", ADVISES, True)],
    "VEN": [(HEAD, "Dr.", "Víctor", "Villalobos", FOCAL, True)],
    "ABW": [(HEAD, "Ms", "Anouk", "Arends", FOCAL, True)],
    "ANT": [(HEAD, "Mr", "Norbert", "Nicolaas", DIRECTOR, True)],
    "FRA-2002": [(HEAD, "Mme", "Florence", "Fabre", DIRECTOR, True)],
    "SELA": [(OBSERVER, "Dr.", "Simón", "Salas", OBSERVES, True)],
    "SICA": [(OBSERVER, "Licda.", "Silvia", "Sandoval", OBSERVES, True)],
}  # fmt: skip


def three(en: str, es: str, fr: str) -> dict[str, str]:
    """One text in the three languages."""
    return {"en": en, "es": es, "fr": fr}


# of the next meeting: titles and annotations of which some are not there yet in all languages
IN_TRANSLATION = [
    (
        three("Opening of the meeting", "Apertura de la reunión", "Ouverture de la réunion"),
        three("The host opens the meeting.", "El anfitrión abre la reunión.", "L’hôte ouvre la réunion."),
    ),
    (
        three("Progress of the action plan", "Avances del plan de acción", "Avancement du plan d’action"),
        three(
            "Each delegation reports on the first two years.",
            "Cada delegación informa sobre los dos primeros años.",
            "Chaque délégation rend compte des deux premières années.",
        ),
    ),
    (
        {"en": "Joint search for funds in 2027", "es": "Búsqueda conjunta de fondos en 2027"},
        {"en": "A note by the Secretariat will list 12 funding windows.", "es": ""},
    ),
    (
        three("Any other business", "Otros asuntos", "Questions diverses"),
        three(
            "Proposals reach the Secretariat 5 days before the meeting.",
            "Las propuestas llegan a la Secretaría 5 días antes de la reunión.",
            "Les propositions parviennent au Secrétariat 5 jours avant la réunion.",
        ),
    ),
]


PRACTICAL = {
    "venue": three(
        "Demonstration text. Registration opens at 8:00 at the entrance; bring the letter of your delegation.",
        "Texto de demostración. El registro abre a las 8:00 en la entrada; traiga la carta de su delegación.",
        "Texte de démonstration. L’inscription ouvre à 8:00 à l’entrée ; apportez la lettre de votre délégation.",
    ),
    "transport": three(
        "Demonstration text. A bus leaves the hotels at 7:15 on both days.",
        "Texto de demostración. Un autobús sale de los hoteles a las 7:15 ambos días.",
        "Texte de démonstration. Un autobus part des hôtels à 7:15 les deux jours.",
    ),
    "visas": three(
        "Demonstration text. The Secretariat issues a letter in support of a visa to whoever asks for it.",
        "Texto de demostración. La Secretaría expide una carta de apoyo para el visado a quien la solicite.",
        "Texte de démonstration. Le Secrétariat délivre une lettre d’appui pour le visa à qui la demande.",
    ),
    "contacts": three(
        "Demonstration text. Questions reach the Secretariat at secretariat@acs.example.",
        "Texto de demostración. Las preguntas llegan a la Secretaría en secretariat@acs.example.",
        "Texte de démonstration. Les questions parviennent au Secrétariat à secretariat@acs.example.",
    ),
}


def first_meeting() -> Meeting:
    return Meeting.objects.get(code=CODE)


def build_agenda() -> list[str]:
    """The First Meeting with delegations and an agenda released twice; the next meeting announced."""
    officer = demo_user("secretariat@acs.example")
    meeting = meetings.create(
        code=CODE,
        host=Party.objects.get(code="MEX"),
        opens_on=date(2002, 4, 11),
        closes_on=date(2002, 4, 12),
        time_zone="America/Mexico_City",
        symbol_body="RCI.I",
        authentic_language="es",
        is_demonstration=True,
        by=officer,
        on=PLANNED,
        **FIRST,
    )
    meetings.announce(meeting=meeting, by=officer, on=PLANNED)
    budget.add(line=BudgetLine(meeting=meeting, **COST), by=officer, on=PLANNED)
    budget.publish(meeting=meeting, by=officer, on=PLANNED)
    _agenda(meeting, officer)
    _delegations(meeting, officer)
    _practical(meeting, officer)
    opens = timezone.localdate() + timedelta(days=58)
    following = meetings.create(
        code="network-next-demo",
        host=Party.objects.get(code="TTO"),
        opens_on=opens,
        closes_on=opens + timedelta(days=1),
        time_zone="America/Port_of_Spain",
        symbol_body="RCI.DEMO",
        authentic_language="en",
        is_demonstration=True,
        by=officer,
        on=timezone.now(),
        **NEXT,
    )
    meetings.announce(meeting=following, by=officer, on=timezone.now())
    states.open_registration(meeting=following, by=officer, on=timezone.now())
    _checklist(following, officer)
    _agenda_in_translation(following, officer)
    filings.build(following)
    invitations.build(following, officer)
    return ["demo meeting of 2002 with its agenda and delegations, and a next meeting"]


def _checklist(meeting: Meeting, officer) -> None:
    """The checklist of the template with its owners; what its time has come for is done, but the venue."""
    checklist_template.load()
    now, today = timezone.now(), official_day(timezone.now(), meeting.time_zone)
    approver = demo_user("approver@acs.example")
    for place, task in enumerate(checklist.begin(meeting=meeting, by=officer, on=now)):
        if task.side == MeetingTask.Side.SECRETARIAT:
            task.owner = approver if place % 3 == 0 else officer
            checklist.save(task=task, by=officer, on=now)
        if task.due_on < today and task.part != MeetingTask.Part.LOGISTICS:
            checklist.finish(task=task, by=officer, on=now)


def _agenda_in_translation(meeting: Meeting, officer) -> None:
    """A working copy on which translators are at work: reviewed, stale, missing, a machine's draft."""
    approver, now = demo_user("approver@acs.example"), timezone.now()
    added = [
        agenda.add_item(meeting=meeting, title=title, annotation=annotation, minutes=30, by=officer, on=now)
        for title, annotation in IN_TRANSLATION
    ]
    reviewed, stale, _missing, drafted = added
    reviewed.marks = {"es": "reviewed", "fr": "reviewed"}
    agenda.save_item(item=reviewed, by=approver, on=now)
    stale.annotation_en = stale.annotation_en.replace("reports on", "reports in writing on")
    agenda.save_item(item=stale, by=officer, on=now)
    drafted.marks = {"es": "machine", "fr": "machine"}
    agenda.save_item(item=drafted, by=officer, on=now)


def _agenda(meeting: Meeting, officer) -> None:
    items: list[AgendaItem] = []
    for parent, kind, minutes, en, es, fr, note_en, note_es, note_fr in AGENDA:
        items.append(
            agenda.add_item(
                meeting=meeting,
                parent=items[parent - 1] if parent else None,
                title=three(en, es, fr),
                annotation=three(note_en, note_es, note_fr),
                kind=kind,
                minutes=minutes,
                authentic_language="es",
                by=officer,
                on=PROVISIONAL,
            )
        )
    agenda_release.release(meeting=meeting, note={}, acknowledged=True, by=officer, on=PROVISIONAL)
    late = items[9]
    late.annotation_en += " Each delegation is asked to bring the calendar of its own requests."
    late.annotation_es += " Se pide a cada delegación traer el calendario de sus propias solicitudes."
    late.annotation_fr += " Chaque délégation est priée d’apporter le calendrier de ses propres demandes."
    late.minutes = 75
    agenda.save_item(item=late, by=officer, on=REVISED)
    note = three(
        "Item 4.1 asks delegations for their calendars.",
        "El punto 4.1 pide a las delegaciones sus calendarios.",
        "Le point 4.1 demande aux délégations leurs calendriers.",
    )
    agenda_release.release(meeting=meeting, note=note, acknowledged=True, by=officer, on=REVISED)


def _delegations(meeting: Meeting, officer) -> None:
    for code, people in DELEGATES.items():
        delegation = delegations.register_delegation(
            meeting=meeting,
            party=Party.objects.get(code=code),
            letter_reference=f"DEMO {code}/02",
            letter_date=date(2002, 3, 20),
            by=officer,
            on=REVISED,
            is_demonstration=True,
        )
        for role, honorific, given, family, function, is_listed in people:
            delegations.register_delegate(
                delegation=delegation,
                role=role,
                honorific=honorific,
                given_name=given,
                family_name=family,
                function=three(*function),
                email="",
                is_listed=is_listed,
                by=officer,
                on=REVISED,
                is_demonstration=True,
            )


def build_session() -> list[str]:
    """The First Meeting is opened: two sittings with attendance, the list of participants released."""
    officer, meeting = demo_user("secretariat@acs.example"), first_meeting()
    meetings.open_(meeting=meeting, by=officer, on=OPENED)
    filings.examine(meeting)
    present = list(meeting.delegations.all())
    for number, day in enumerate((OPENED, OPENED + timedelta(days=1)), start=1):
        sittings.open_sitting(
            meeting=meeting,
            number=number,
            starts_at=day,
            ends_at=day + timedelta(hours=7),
            present=present,
            by=officer,
            on=day,
        )
    _door(meeting, officer)
    participants.release(meeting=meeting, by=officer, on=OPENED)
    return ["demo sittings with attendance, arrivals, and the list of participants"]


def _door(meeting: Meeting, officer) -> None:
    """All but two delegates checked in on the opening day, and a letter of attendance for the host’s head."""
    people = Delegate.objects.filter(delegation__meeting=meeting).select_related("delegation__meeting")
    for place, delegate in enumerate(people.order_by("pk")):
        if place not in (5, 17):
            at = OPENED - timedelta(minutes=50 - place)
            arrivals.check_in(delegate=delegate, device="Demo", by=officer, on=at)
    letters.issue(
        delegate=people.get(delegation__party__code="MEX", role=HEAD),
        kind="attendance",
        language="es",
        signatory="Olga Demo",
        signatory_function="Directora de Cooperación (demostración)",
        by=officer,
        on=OPENED + timedelta(hours=8),
    )


def _practical(meeting: Meeting, officer) -> None:
    """The released note of practical information; every text says that it is invented."""
    note = practical.note_of(meeting)
    for section, versions in PRACTICAL.items():
        for code, text in versions.items():
            setattr(note, f"{section}_{code}", text)
    practical.save(note=note, by=officer, on=PROVISIONAL)
    practical.release(meeting=meeting, by=officer, on=PROVISIONAL)
