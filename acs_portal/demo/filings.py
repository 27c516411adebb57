"""The demo's delegations as a process: one approved, one to approve, one returned; questions and seats."""

from datetime import UTC, datetime, timedelta

from django.core.files.base import ContentFile
from django.utils import timezone

from acs_portal.kernel.models import User
from meetings.domain import approvals, credentials, filings, questions, seats
from meetings.models import Delegate, Delegation, Meeting, Question
from network.models import Party

from .people import demo_user

EXAMINED = datetime(2002, 4, 11, 14, 0, tzinfo=UTC)  # an hour before the opening
PROVISIONAL, MISSING = "BRB", "SUR"
# the smallest PDF that says what it is: the letters of the demo are invented, like their senders
LETTER = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 4 0 R>>>>/Contents 5 0 R>>endobj
4 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj
5 0 obj<</Length 66>>stream
BT /F 18 Tf 60 760 Td (Demonstration: an invented letter) Tj ET
endstream endobj
trailer<</Root 1 0 R>>
"""
# role, title, given name, family name, function in the language of the party
PEOPLE = {
    "MEX": [
        ("head", "Lic.", "Marisol", "Medina Ríos", "Punto focal de cooperación internacional"),
        ("alternate", "Dr.", "Mauricio", "Montaño", "Director de Cooperación"),
        ("adviser", "Mtra.", "Mireya", "Maldonado", "Asesora"),
        ("adviser", "Lic.", "Manuel", "Murillo", "Asesor"),
    ],
    "HTI": [
        ("head", "M.", "Hector", "Honorat", "Point focal de la coopération internationale"),
        ("adviser", "Mme", "Hélène", "Hyppolite", "Conseillère"),
    ],
    "ABW": [("head", "Ms", "Anouk", "Arends", "Focal point for international cooperation")],
}
EMAILS = {"Montaño": "montano@mexico.example", "Maldonado": "maldonado@mexico.example"}
VISA = {
    "text_en": "Do you need a letter for a visa?",
    "text_es": "¿Necesita una carta para un visado?",
    "text_fr": "Avez-vous besoin d’une lettre pour un visa ?",
}
UNTIL = {
    "text_en": "By when do you need it?",
    "text_es": "¿Para cuándo la necesita?",
    "text_fr": "Pour quand en avez-vous besoin ?",
}
FLAG = {
    "text_en": "Does your delegation bring documents to hand out?",
    "text_es": "¿Trae su delegación documentos para distribuir?",
    "text_fr": "Votre délégation apporte-t-elle des documents à distribuer ?",
}


def build(meeting: Meeting) -> None:
    """The delegations to the next meeting: Mexico's approved, Haiti's to approve, Aruba's returned."""
    officer, now = demo_user("secretariat@acs.example"), timezone.now()
    rules = seats.rules_of(meeting)
    rules.deadline = meeting.opens_on - timedelta(days=30)
    rules.seats_of_members, rules.seats_of_associates, rules.seats_of_observers = 3, 2, 1
    seats.save_rules(rules=rules, by=officer, on=now)
    _ask(meeting, officer, now)
    mexico = _file(meeting, "MEX", demo_user("mexico@acs.example"), now)
    approvals.approve(delegation=mexico, by=officer, on=now)
    _ask_for_a_change(mexico, now)
    _file(meeting, "HTI", demo_user("haiti@acs.example"), now)
    aruba = _file(meeting, "ABW", demo_user("aruba@acs.example"), now)
    reason = "Demonstration: the letter names an adviser who is not in the form."
    approvals.send_back(delegation=aruba, reason=reason, by=officer, on=now)


def _ask(meeting: Meeting, officer: User, now: datetime) -> None:
    kinds, asked = Question.Kind, Question.AskedOf
    visa = Question(meeting=meeting, kind=kinds.YES_NO, position=1, is_required=True, **VISA)
    questions.create(question=visa, by=officer, on=now)
    until = Question(
        meeting=meeting, kind=kinds.DATE, position=2, depends_on=visa, depends_value="yes", **UNTIL
    )
    papers = Question(meeting=meeting, kind=kinds.YES_NO, position=3, asked_of=asked.PARTY, **FLAG)
    for question in (until, papers):
        questions.create(question=question, by=officer, on=now)


def _ask_for_a_change(mexico: Delegation, now: datetime) -> None:
    """The alternate has another function than was approved: that alone waits."""
    alternate = mexico.delegates.get(role=Delegate.Role.ALTERNATE)
    alternate.function_es = "Director General de Cooperación"
    people, focal_point = [alternate], demo_user("mexico@acs.example")
    mexico.refresh_from_db()
    filings.save(delegation=mexico, people=people, removed=[], fields=["function_es"], by=focal_point, on=now)


def _file(meeting: Meeting, code: str, focal_point: User, now: datetime) -> Delegation:
    """The delegation of a party as its focal point files it."""
    party = Party.objects.get(code=code)
    draft = filings.delegation_of(meeting, party)
    draft.letter_reference, draft.letter_date = f"DEMO {code}/NEXT", now.date()
    people = [
        Delegate(
            delegation=draft,
            role=role,
            honorific=honorific,
            given_name=given,
            family_name=family,
            position=place,
            email=EMAILS.get(family, ""),
            authentic_language=party.working_language,
            **{f"function_{party.working_language}": function},
        )
        for place, (role, honorific, given, family, function) in enumerate(PEOPLE[code], start=1)
    ]
    letter = ContentFile(LETTER, name=f"demonstration-{party.slug}.pdf")
    draft, _waiting = filings.save(
        delegation=draft, people=people, removed=[], fields=[], letter=letter, by=focal_point, on=now
    )
    return filings.submit(delegation=draft, by=focal_point, on=now)


def examine(meeting: Meeting) -> None:
    """The credentials of the First Meeting: in order but for a provisional one and one that is missing."""
    officer = demo_user("secretariat@acs.example")
    for delegation in meeting.delegations.select_related("party", "meeting").exclude(party__code=MISSING):
        is_provisional = delegation.party.code == PROVISIONAL
        delegation.credentials_reference = f"DEMO CRED {delegation.party.code}/02"
        delegation.credentials_note = "Demonstration: the original follows by post" if is_provisional else ""
        state = Delegation.Credentials.PROVISIONAL if is_provisional else Delegation.Credentials.IN_ORDER
        credentials.examine(delegation=delegation, state=state, by=officer, on=EXAMINED)
