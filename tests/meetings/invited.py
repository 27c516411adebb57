"""What the tests of invitations share: a letter that is written, parties that are invited."""

from meetings.domain import invitation_letters as letters
from meetings.domain import invitation_mail, invitations
from meetings.models import Invitation
from network.models import Party
from tests.meetings.conftest import ON

POSTS = {"en": "Director", "es": "Directora", "fr": "Directrice"}


def write_letter(meeting, officer, **fields):
    """The proposed letter of a meeting, signed and saved."""
    letter = letters.proposed(meeting)
    posts = {
        "signatory_post_en": "Director",
        "signatory_post_es": "Directora",
        "signatory_post_fr": "Directrice",
    }
    for name, value in ({"signatory": "Ana Pérez"} | posts | fields).items():
        setattr(letter, name, value)
    letters.save(template=letter, by=officer, on=ON)
    return letter


def draft(meeting, officer, *codes) -> list[int]:
    """The ids of the invitations drawn up for parties."""
    parties = [Party.objects.get(code=code) for code in codes]
    return [one.pk for one in invitations.draw_up(meeting=meeting, parties=parties, by=officer, on=ON)]


def issue(meeting, officer, *codes, on=ON) -> list[int]:
    """The ids of the letters written and issued to parties."""
    if letters.template_of(meeting) is None:
        write_letter(meeting, officer)
    pks = draft(meeting, officer, *codes)
    invitations.issue(meeting=meeting, pks=pks, by=officer, on=on)
    return pks


def send(meeting, officer, *codes, on=ON) -> list[int]:
    """The ids of the letters written, issued and sent to parties."""
    pks = issue(meeting, officer, *codes)
    invitation_mail.send(meeting=meeting, pks=pks, by=officer, on=on)
    return pks


def guest(meeting, officer, email="guest@example.org", name="Institute") -> Invitation:
    """A guest with a contact, drawn up."""
    return invitations.add_guest(
        meeting=meeting,
        name={"en": name, "es": f"{name} (es)", "fr": f"{name} (fr)"},
        language="fr",
        contact_name="Gaston Guérin",
        contact_email=email,
        by=officer,
        on=ON,
    )


def got(pk) -> Invitation:
    """An invitation as it is stored now."""
    return Invitation.objects.select_related("party", "meeting").get(pk=pk)
