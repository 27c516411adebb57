"""The letter of invitation: default text --save--> template --fill in for a party--> the words of a letter.

A default text in each language ships here, to be looked at and changed; nothing is issued from a text
that nobody saved. The words of an issued letter are those of its release (see `invitations.issue`).
"""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from acs_portal.kernel import acts, tracking
from acs_portal.kernel.errors import RuleBroken
from acs_portal.kernel.models import User
from acs_portal.kernel.pdf import long_date
from acs_portal.kernel.releases import Node
from acs_portal.kernel.templatetags.portal import period_in_words
from acs_portal.kernel.texts import text_of, versions_of
from meetings.domain.meetings import guard_stands, locked
from meetings.models import Invitation, InvitationTemplate, Meeting, validate_letter_text
from meetings.models.invitation import BRACED
from network.models import AuthorisedChannel, Party

STARTED = acts.verb("invitation.write", pgettext_lazy("act", "wrote the letter of invitation"))
SAVED = acts.verb("invitation.rewrite", pgettext_lazy("act", "changed the letter of invitation"))

FILLED = ("salutation", "body", "closing")  # the texts that may have placeholders
ANSWER_BEFORE = timedelta(days=30)  # proposed: so long before the opening an answer is asked for
STATES = (Party.Kind.MEMBER_STATE, Party.Kind.ASSOCIATE_MEMBER, Party.Kind.OBSERVER_COUNTRY)

DEFAULT = {
    "salutation": {
        "en": "The Secretariat of the Association of Caribbean States presents its compliments to {party}.",
        "es": "La Secretaría de la Asociación de Estados del Caribe saluda atentamente a {party}.",
        "fr": "Le Secrétariat de l’Association des États de la Caraïbe présente ses compliments à la partie "
        "invitée\u00a0: {party}.",
    },
    "body": {
        "en": "It has the honour to extend an invitation to be represented at the following meeting: "
        "{meeting}, to be held in {place}, {dates}.\n\n"
        "The Secretariat would be grateful to learn by {deadline} at the latest whether a delegation will "
        "attend. Focal points answer at {answer_url}; all others are kindly asked to answer by letter, "
        "quoting {number}.\n\n"
        "The agenda, the documents and the practical information are published on the portal of the Network "
        "of International Cooperation Focal Points.",
        "es": "Tiene el honor de invitarle a hacerse representar en la siguiente reunión: {meeting}, que se "
        "celebrará en {place}, {dates}.\n\n"
        "La Secretaría agradecería conocer a más tardar el {deadline} si asistirá una delegación. Los puntos "
        "focales responden en {answer_url}; se ruega a los demás responder por carta, citando {number}.\n\n"
        "La agenda, los documentos y la información práctica se publican en el portal de la Red de Puntos "
        "Focales de Cooperación Internacional.",
        "fr": "Il a l’honneur de l’inviter à se faire représenter à la réunion suivante\u00a0: {meeting}, "
        "qui se tiendra à {place}, {dates}.\n\n"
        "Le Secrétariat saurait gré à la partie invitée de lui faire savoir le {deadline} au plus tard si "
        "une délégation y participera. Les points focaux répondent à l’adresse {answer_url}\u00a0; les "
        "autres sont priés de répondre par lettre, en rappelant {number}.\n\n"
        "L’ordre du jour, les documents et les informations pratiques sont publiés sur le portail du Réseau "
        "de Points Focaux de la Coopération Internationale.",
    },
    "closing": {
        "en": "The Secretariat avails itself of this opportunity to renew the assurances of its highest "
        "consideration.",
        "es": "La Secretaría aprovecha la oportunidad para reiterar las seguridades de su más alta "
        "consideración.",
        "fr": "Le Secrétariat saisit cette occasion pour renouveler les assurances de sa très haute "
        "considération.",
    },
}


class LetterMissing(RuleBroken):
    message = _(
        "Write the letter of invitation first: look at the proposed text, say who signs, and save it."
    )


class LetterFaulty(RuleBroken):
    message = _("%(text)s (%(language)s): %(complaint)s")


class NothingToFillIn(RuleBroken):
    message = _("The letter says %(name)s, and the meeting has nothing to put there.")


def proposed(meeting: Meeting) -> InvitationTemplate:
    """The default letter for a meeting, in three languages, not saved."""
    words = {f"{name}_{code}": text for name, found in DEFAULT.items() for code, text in found.items()}
    return InvitationTemplate(
        meeting=meeting,
        authentic_language=meeting.authentic_language,
        answer_by=meeting.opens_on - ANSWER_BEFORE,
        **words,
    )


def template_of(meeting: Meeting) -> InvitationTemplate | None:
    """The letter as it was saved for a meeting."""
    return InvitationTemplate.objects.filter(meeting=meeting).select_related("meeting").first()


@transaction.atomic
def save(*, template: InvitationTemplate, by: User, on: datetime) -> None:
    """Save the letter, new or edited; letters that were issued stay as they are.

    Raises MeetingClosed, MeetingCancelled, LetterFaulty, Stale.
    """
    guard_stands(locked(template.meeting))
    guard_texts(template)
    is_new = template.pk is None
    before, after = tracking.write(template, by=by, on=on)
    if is_new or after:
        verb = STARTED if is_new else SAVED
        acts.record(by=by, did=verb, to=template, before=before, after=after, on=on)


def guard_texts(template: InvitationTemplate) -> None:
    """Refuse a text with a placeholder that is not known or a lone brace. Raises LetterFaulty."""
    for name in FILLED:
        for code, text in versions_of(template, name).items():
            try:
                validate_letter_text(text)
            except ValidationError as fault:
                label = template._meta.get_field(f"{name}_{code}").verbose_name
                raise LetterFaulty(text=label, language=code, complaint=" ".join(fault.messages)) from None


def values_for(invitation: Invitation, template: InvitationTemplate, symbol: str) -> dict[str, str]:
    """What each placeholder stands for in the letter to a party, in the language of the letter."""
    meeting, language = invitation.meeting, invitation.language
    with translation.override(language):
        return {
            "party": invitation.party.label_in(language),
            "meeting": meeting.label_in(language),
            "place": text_of(meeting, "place", language).value,
            "dates": period_in_words(meeting.opens_on, meeting.closes_on),
            "number": symbol,
            "deadline": long_date(template.answer_by, language),
            "answer_url": settings.SITE_URL + reverse("meetings:my_invitation", args=[meeting.code]),
        }


def letter(invitation: Invitation, template: InvitationTemplate, *, symbol: str) -> Node:
    """The words of the letter to a party, in its language alone. Raises NothingToFillIn."""
    language, meeting = invitation.language, invitation.meeting
    values = values_for(invitation, template, symbol)
    texts = {name: _filled(text_of(template, name, language).value, values) for name in FILLED}
    texts |= {"title": values["meeting"], "place": values["place"], "party": values["party"]}
    texts["signatory_post"] = text_of(template, "signatory_post", language).value
    facts = {
        "addressee": invitation.addressee.replace("\r\n", "\n"),
        "signatory": template.signatory,
        "party": invitation.party.code,
        "category": str(invitation.category),
        "code": meeting.code,
        "opens_on": meeting.opens_on.isoformat(),
        "closes_on": meeting.closes_on.isoformat(),
        "time_zone": meeting.time_zone,
        "answer_by": template.answer_by.isoformat(),
    }
    words = {name: {language: text} for name, text in texts.items() if text}
    return Node(f"invitation-{invitation.pk}", words, symbol, language, facts)


def _filled(text: str, values: dict[str, str]) -> str:
    """A text with its placeholders filled in; plain names only, nothing of Python is reached."""
    for name in BRACED.findall(text):
        if not values.get(name):
            raise NothingToFillIn(name=f"{{{name}}}")
    return BRACED.sub(lambda found: values[found[1]], text)


def default_addressee(party: Party, language: str) -> str:
    """To whom a letter goes when nobody says otherwise: the ministry, through the focal point."""
    name = party.label_in(language)
    with translation.override(language):
        if party.kind not in STATES:
            return name
        ministry = str(AuthorisedChannel.Office.FOREIGN_MINISTRY.label)
        through = gettext("Through its primary focal point for international cooperation")
        return f"{ministry}\n{name}\n{through}"


def number_to_come() -> str:
    """What a preview says in place of the number, which is given when the letter is issued."""
    return pgettext("number of a letter", "[number to come]")


def is_late(template: InvitationTemplate | None, day: date) -> bool:
    """Whether an answer of that day comes after the day until which it was asked for."""
    return template is not None and day > template.answer_by
