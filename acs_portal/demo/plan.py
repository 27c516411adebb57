"""The demo's action plan: invented items under the four headings of the framework of July 2001."""

from datetime import UTC, date, datetime
from decimal import Decimal

from actionplan.domain import adoption, fiches, plans
from actionplan.models import Fiche, MandateParagraph, Plan
from meetings.domain import decisions, meetings
from meetings.models import AgendaItem, Decision

from .meeting import first_meeting, three
from .people import demo_user

CODE = "special-fund-2002"
DRAFTED = datetime(2002, 2, 20, 15, 0, tzinfo=UTC)
DECIDED = datetime(2002, 4, 12, 20, 30, tzinfo=UTC)
CLOSED = datetime(2002, 4, 12, 22, 0, tzinfo=UTC)

TITLE = three(
    "Strategic Action Plan for the Special Fund 2002–2003",
    "Plan de Acción Estratégico del Fondo Especial 2002-2003",
    "Plan d’action stratégique du Fonds Spécial 2002-2003",
)
PREAMBLE = three(
    "This plan carries out the provisions of the Declaration and Plan of Action of Margarita on the Special Fund. "
    "It follows the four headings of the resource-mobilisation framework approved by the Council of National "
    "Representatives of the Special Fund at its 9th meeting.\n\n"
    "It is a demonstration: its items, dates and amounts are invented.",
    "El presente plan da cumplimiento a las disposiciones de la Declaración y Plan de Acción de Margarita relativas "
    "al Fondo Especial. Sigue los cuatro capítulos del marco de movilización de recursos aprobado por el Consejo de "
    "Representantes Nacionales del Fondo Especial en su 9.ª reunión.\n\n"
    "Es una demostración: sus puntos, fechas y montos son inventados.",
    "Le présent plan met en œuvre les dispositions de la Déclaration et du Plan d’Action de Margarita ayant trait au "
    "Fonds Spécial. Il suit les quatre titres du cadre de mobilisation de ressources approuvé par le Conseil des "
    "Représentants Nationaux du Fonds Spécial à sa 9e réunion.\n\n"
    "C’est une démonstration : ses points, ses dates et ses montants sont inventés.",
)
SECRETARIAT = three("Secretariat of the ACS", "Secretaría de la AEC", "Secrétariat de l’AEC")
COUNCIL = three(
    "Council of National Representatives of the Special Fund",
    "Consejo de Representantes Nacionales del Fondo Especial",
    "Conseil des Représentants Nationaux du Fonds Spécial",
)
FOCAL_POINTS = three(
    "Focal points of the parties, with the Secretariat",
    "Puntos focales de las partes, con la Secretaría",
    "Points focaux des parties, avec le Secrétariat",
)

# title, objective, items: (action, result, responsible, indicator, start, end, amount in USD or None)
AXES = [
    (
        three(
            "Recognition of the ACS by agencies and donors",
            "Reconocimiento de la AEC por organismos y donantes",
            "Reconnaissance de l’AEC par les agences et les bailleurs",
        ),
        three(
            "Agencies and donors know the ACS, its Special Fund and its priorities.",
            "Los organismos y donantes conocen la AEC, su Fondo Especial y sus prioridades.",
            "Les agences et les bailleurs connaissent l’AEC, son Fonds Spécial et ses priorités.",
        ),
        [
            (
                three(
                    "Publish a common portfolio of the Special Fund in three languages and bring it to the donors.",
                    "Publicar una cartera común del Fondo Especial en tres idiomas y presentarla a los donantes.",
                    "Publier un portefeuille commun du Fonds Spécial en trois langues et le présenter aux bailleurs.",
                ),
                three(
                    "One portfolio, the same for every donor, kept up to date.",
                    "Una sola cartera, la misma para cada donante, mantenida al día.",
                    "Un seul portefeuille, le même pour chaque bailleur, tenu à jour.",
                ),
                SECRETARIAT,
                three(
                    "Portfolio published; donors who received it",
                    "Cartera publicada; donantes que la recibieron",
                    "Portefeuille publié ; bailleurs qui l’ont reçu",
                ),
                date(2002, 6, 1), date(2002, 12, 15), "12000",
            ),
            (
                three(
                    "Hold one round table a year with agencies and donors of the region and from outside it.",
                    "Celebrar una mesa redonda anual con organismos y donantes de la región y de fuera de ella.",
                    "Tenir une table ronde annuelle avec les agences et les bailleurs de la région et de l’extérieur.",
                ),
                three(
                    "Commitments are recorded, with names and dates.",
                    "Los compromisos quedan registrados, con nombres y fechas.",
                    "Les engagements sont consignés, avec noms et dates.",
                ),
                COUNCIL,
                three("Round tables held; commitments recorded", "Mesas celebradas; compromisos registrados",
                      "Tables rondes tenues ; engagements consignés"),
                date(2002, 9, 1), date(2003, 11, 30), "40000",
            ),
            (
                three(
                    "Seek observer status or a working agreement with each agency active in a priority area.",
                    "Gestionar la calidad de observador o un acuerdo de trabajo con cada organismo activo en un área "
                    "prioritaria.",
                    "Demander le statut d’observateur ou un accord de travail auprès de chaque agence active dans un "
                    "domaine prioritaire.",
                ),
                three("Agreements are in force with the main agencies.",
                      "Hay acuerdos vigentes con los principales organismos.",
                      "Des accords sont en vigueur avec les principales agences."),
                SECRETARIAT,
                three("Agreements in force", "Acuerdos vigentes", "Accords en vigueur"),
                date(2002, 5, 1), date(2003, 12, 31), None,
            ),
        ],
    ),
    (
        three(
            "Follow-up of agreements and identification of funding sources",
            "Seguimiento de acuerdos e identificación de fuentes de financiamiento",
            "Suivi des accords et identification des sources de financement",
        ),
        three(
            "Every source is known to all parties, and no two compete for it unawares.",
            "Cada fuente es conocida por todas las partes y ninguna compite por ella sin saberlo.",
            "Chaque source est connue de toutes les parties, et aucune ne la dispute à une autre sans le savoir.",
        ),
        [
            (
                three(
                    "Keep a register of funding windows, with deadlines, ceilings and who may apply.",
                    "Mantener un registro de ventanillas de financiamiento, con plazos, topes y quién puede solicitar.",
                    "Tenir un registre des guichets de financement, avec délais, plafonds et candidats admis.",
                ),
                three("The register is consulted before each request.",
                      "El registro se consulta antes de cada solicitud.",
                      "Le registre est consulté avant chaque demande."),
                FOCAL_POINTS,
                three("Windows on record; share updated within a year",
                      "Ventanillas registradas; proporción actualizada en un año",
                      "Guichets inscrits ; part mise à jour dans l’année"),
                date(2002, 5, 1), date(2002, 10, 31), "8000",
            ),
            (
                three(
                    "Announce requests to donors to the network before they are sent.",
                    "Anunciar a la red las solicitudes a los donantes antes de su envío.",
                    "Annoncer au réseau les demandes aux bailleurs avant leur envoi.",
                ),
                three("Requests to the same donor become joint approaches.",
                      "Las solicitudes al mismo donante se convierten en gestiones conjuntas.",
                      "Les demandes au même bailleur deviennent des démarches communes."),
                FOCAL_POINTS,
                three("Joint approaches made", "Gestiones conjuntas realizadas", "Démarches communes effectuées"),
                date(2002, 5, 1), date(2003, 12, 31), None,
            ),
            (
                three(
                    "Report twice a year on agreements signed and on what has come of them.",
                    "Informar dos veces al año sobre los acuerdos firmados y sus resultados.",
                    "Rendre compte deux fois par an des accords signés et de leurs résultats.",
                ),
                three("The Council knows the state of each agreement.",
                      "El Consejo conoce el estado de cada acuerdo.",
                      "Le Conseil connaît l’état de chaque accord."),
                SECRETARIAT,
                three("Reports submitted on time", "Informes presentados a tiempo", "Rapports remis à temps"),
                date(2002, 7, 1), date(2003, 12, 31), None,
            ),
        ],
    ),
    (
        three(
            "A project-management framework: from project to programme",
            "Un marco de gestión de proyectos: del proyecto al programa",
            "Un cadre de gestion de projets : du projet au programme",
        ),
        three(
            "Single projects grow into regional programmes with common rules.",
            "Los proyectos aislados crecen hasta ser programas regionales con reglas comunes.",
            "Les projets isolés deviennent des programmes régionaux aux règles communes.",
        ),
        [
            (
                three(
                    "Adopt one fiche for all projects of the Special Fund, with roles, components, costs and progress.",
                    "Adoptar una sola ficha para todos los proyectos del Fondo Especial, con funciones, componentes, "
                    "costos y avance.",
                    "Adopter une fiche unique pour tous les projets du Fonds Spécial : rôles, composants, coûts et "
                    "avancement.",
                ),
                three("Every project is described in the same way.",
                      "Cada proyecto se describe de la misma manera.",
                      "Chaque projet est décrit de la même manière."),
                COUNCIL,
                three("Projects with a complete fiche", "Proyectos con ficha completa", "Projets à fiche complète"),
                date(2002, 5, 1), date(2002, 8, 31), "5000",
            ),
            (
                three(
                    "Pool the regional programmes under way in trade, sustainable tourism, transport and natural "
                    "disasters.",
                    "Poner en común los programas regionales en curso en comercio, turismo sustentable, transporte y "
                    "desastres naturales.",
                    "Mettre en commun les programmes régionaux en cours : commerce, tourisme durable, transport et "
                    "catastrophes naturelles.",
                ),
                three("At least one pooled programme in each area.",
                      "Al menos un programa común en cada área.",
                      "Au moins un programme commun par domaine."),
                FOCAL_POINTS,
                three("Pooled programmes by area", "Programas comunes por área", "Programmes communs par domaine"),
                date(2002, 9, 1), date(2003, 12, 31), "60000",
            ),
            (
                three(
                    "Train two project managers per party in the formulation of regional programmes.",
                    "Capacitar a dos gestores de proyectos por parte en la formulación de programas regionales.",
                    "Former deux gestionnaires de projets par partie à la formulation de programmes régionaux.",
                ),
                three("Parties submit programmes that donors can take up.",
                      "Las partes presentan programas que los donantes pueden acoger.",
                      "Les parties soumettent des programmes que les bailleurs peuvent retenir."),
                SECRETARIAT,
                three("Managers trained", "Gestores capacitados", "Gestionnaires formés"),
                date(2002, 10, 1), date(2003, 6, 30), "75000",
            ),
        ],
    ),
    (
        three(
            "Closer relations between the Secretariat and the Council of National Representatives",
            "Relaciones más estrechas entre la Secretaría y el Consejo de Representantes Nacionales",
            "Relations plus étroites entre le Secrétariat et le Conseil des Représentants Nationaux",
        ),
        three(
            "Secretariat, Council and focal points work from the same record.",
            "La Secretaría, el Consejo y los puntos focales trabajan con el mismo registro.",
            "Le Secrétariat, le Conseil et les points focaux travaillent à partir du même registre.",
        ),
        [
            (
                three(
                    "Meet by electronic means every quarter, with the focal points invited.",
                    "Reunirse por medios electrónicos cada trimestre, con invitación a los puntos focales.",
                    "Se réunir par voie électronique chaque trimestre, les points focaux étant invités.",
                ),
                three("Decisions on the Special Fund do not wait for the annual meeting.",
                      "Las decisiones sobre el Fondo Especial no esperan a la reunión anual.",
                      "Les décisions sur le Fonds Spécial n’attendent pas la réunion annuelle."),
                COUNCIL,
                three("Quarterly meetings held", "Reuniones trimestrales celebradas", "Réunions trimestrielles tenues"),
                date(2002, 7, 1), date(2003, 12, 31), None,
            ),
            (
                three(
                    "Confirm designations and country profiles once a year.",
                    "Confirmar las designaciones y los perfiles de cooperación una vez al año.",
                    "Confirmer les désignations et les profils de coopération une fois par an.",
                ),
                three("The directory can be relied on.", "El directorio es confiable.", "L’annuaire est fiable."),
                FOCAL_POINTS,
                three("Profiles confirmed within the year", "Perfiles confirmados en el año",
                      "Profils confirmés dans l’année"),
                date(2002, 6, 1), date(2003, 12, 31), None,
            ),
            (
                three(
                    "Review this plan at the end of 2003 and report to the Council of Ministers.",
                    "Revisar el presente plan a fines de 2003 e informar al Consejo de Ministros.",
                    "Réexaminer le présent plan à la fin de 2003 et en rendre compte au Conseil des Ministres.",
                ),
                three("A decision on the next plan is taken on known results.",
                      "La decisión sobre el próximo plan se toma con resultados conocidos.",
                      "La décision sur le plan suivant est prise sur des résultats connus."),
                SECRETARIAT,
                three("Report submitted", "Informe presentado", "Rapport remis"),
                date(2003, 10, 1), date(2003, 12, 31), "6000",
            ),
        ],
    ),
]  # fmt: skip

DECISION_TITLE = three(
    "Adoption of the Strategic Action Plan for the Special Fund",
    "Aprobación del Plan de Acción Estratégico del Fondo Especial",
    "Adoption du Plan d’action stratégique du Fonds Spécial",
)
DECISION_TEXT = three(
    "The Meeting,\n\nConsidering the Declaration and Plan of Action of Margarita,\n\nAgrees:\n\n"
    "1. To adopt the Strategic Action Plan for the Special Fund.\n\n"
    "2. To ask the Secretariat to report on it to the Council of National Representatives of the Special Fund.",
    "La Reunión,\n\nConsiderando la Declaración y Plan de Acción de Margarita,\n\nAcuerda:\n\n"
    "1. Aprobar el Plan de Acción Estratégico del Fondo Especial.\n\n"
    "2. Solicitar a la Secretaría que informe al respecto al Consejo de Representantes Nacionales del Fondo Especial.",
    "La Réunion,\n\nConsidérant la Déclaration et le Plan d’Action de Margarita,\n\nConvient :\n\n"
    "1. D’adopter le Plan d’action stratégique du Fonds Spécial.\n\n"
    "2. De demander au Secrétariat d’en rendre compte au Conseil des Représentants Nationaux du Fonds Spécial.",
)


def draft() -> Plan:
    """The demo plan as the officer drafts it, not adopted."""
    officer = demo_user("secretariat@acs.example")
    plan = plans.create(
        code=CODE,
        title=TITLE,
        preamble=PREAMBLE,
        meeting=first_meeting(),
        authentic_language="es",
        by=officer,
        on=DRAFTED,
        is_demonstration=True,
    )
    fiches.link_meeting(
        fiche=Fiche.objects.get(code="ACS-SF-001"), meeting=first_meeting(), by=officer, on=DRAFTED
    )
    resources = MandateParagraph.objects.get(code="margarita-plan-resources")
    for place, (title, objective, items) in enumerate(AXES, start=1):
        heading = MandateParagraph.objects.get(code=f"framework-2001-{place}")
        axis = plans.add_axis(plan=plan, title=title, objective=objective, by=officer, on=DRAFTED)
        for action, result, responsible, indicator, start, end, amount in items:
            plans.add_item(
                axis=axis,
                action=action,
                result=result,
                responsible=responsible,
                indicator=indicator,
                mandates=[heading, resources],
                starts_on=start,
                ends_on=end,
                amount=Decimal(amount) if amount else None,
                currency="USD" if amount else "",
                by=officer,
                on=DRAFTED,
            )
    return plan


def build() -> list[str]:
    """The plan drafted, decided on in the second sitting, adopted by the approver; the meeting closed."""
    officer, approver = demo_user("secretariat@acs.example"), demo_user("approver@acs.example")
    plan, meeting = draft(), first_meeting()
    decision = decisions.record(
        sitting=meeting.sittings.get(number=2),
        agenda_item=AgendaItem.objects.get(
            meeting=meeting, title_en="Strategic action plan for the Special Fund"
        ),
        title=DECISION_TITLE,
        text=DECISION_TEXT,
        mode=Decision.Mode.CONSENSUS,
        authentic_language="es",
        decided_on=DECIDED.date(),
        by=officer,
        on=DECIDED,
        is_demonstration=True,
    )
    adoption.adopt(plan=plan, decision=decision, by=approver, on=DECIDED)
    meetings.close(meeting=meeting, by=officer, on=CLOSED)
    return ["demo plan, adopted by a decision of the meeting"]
