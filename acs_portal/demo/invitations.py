"""The invitations to the next meeting of the demonstration: some sent, one answered, one by courier, a guest."""

from django.utils import timezone

from acs_portal.kernel.models import User
from meetings.domain import invitation_letters as letters
from meetings.domain import invitation_mail, invitations
from meetings.models import Invitation, Meeting
from network.models import Party

from .people import demo_user

INVITED = ("MEX", "HTI", "JAM", "CUB", "ABW", "SELA")
ISSUED = ("MEX", "HTI", "JAM", "CUB", "SELA")
SIGNATORY = "Demonstration Signatory"
POST = {
    "en": "Secretariat (demonstration)",
    "es": "Secretaría (demostración)",
    "fr": "Secrétariat (démonstration)",
}
GUEST = {
    "en": "University of the Example (demonstration)",
    "es": "Universidad del Ejemplo (demostración)",
    "fr": "Université de l’Exemple (démonstration)",
}


def build(meeting: Meeting, officer: User) -> None:
    """The proposed letter, signed; drafts, letters issued, sent by mail and by courier, one answered."""
    who = {"by": officer, "on": timezone.now()}
    letter = letters.proposed(meeting)
    letter.signatory = SIGNATORY
    for code, post in POST.items():
        setattr(letter, f"signatory_post_{code}", post)
    letters.save(template=letter, **who)
    parties = Party.objects.filter(code__in=INVITED)
    drafts = invitations.draw_up(meeting=meeting, parties=parties.in_protocol_order("en"), **who)
    invitations.add_guest(
        meeting=meeting,
        name=GUEST,
        language="es",
        contact_name="Gabriela García (demo)",
        contact_email="guest@acs.example",
        **who,
    )
    of = {one.party.code: one.pk for one in drafts}
    invitations.issue(meeting=meeting, pks=[of[code] for code in ISSUED], **who)
    invitation_mail.send(meeting=meeting, pks=[of[code] for code in ("MEX", "HTI", "SELA")], **who)
    cuba = Invitation.objects.get(pk=of["CUB"])
    invitation_mail.send_otherwise(invitation=cuba, how="By courier (demonstration)", **who)
    _answers(of["MEX"], demo_user("mexico@acs.example"))


def _answers(pk: int, holder: User) -> None:
    """The focal point opens the letter and says that a delegation will attend."""
    now = timezone.now()
    invitations.open_(invitation=Invitation.objects.get(pk=pk), by=holder, on=now)
    invitations.answer(
        invitation=Invitation.objects.get(pk=pk),
        answer=Invitation.Answer.ACCEPTED,
        note="Tres personas (demostración)",
        by=holder,
        on=now,
    )
