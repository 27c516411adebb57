"""Every kind of message in every language: a subject, words without gaps, valid HTML."""

import shutil
from dataclasses import replace
from datetime import date

import pytest
from django.utils import timezone

from acs_portal.kernel import notifications as kernel
from acs_portal.kernel import outbox, tracking
from acs_portal.kernel.languages import CODES
from acs_portal.kernel.message_kinds import KINDS
from acs_portal.kernel.models import Invitation, Message, Release, User
from actionplan import notifications as actionplan
from actionplan.models import Plan
from meetings import notifications as meetings
from meetings.models import Delegate, DelegateChange, DelegateLink, Delegation, Meeting
from network import notifications as network
from network.models import CountryProfile, Designation, Party, PublicationRequest, Section
from tests.run_report import JAR, invalid_html

pytestmark = pytest.mark.django_db
IN_THREE = {"en": "Because <of> rain", "es": "Por <la> lluvia", "fr": "À cause de <la> pluie"}


@pytest.fixture
def post(mexico, officer):
    """post(kind, user) writes one message of each kind, from what is there."""
    party = Party.objects.get(code="MEX")
    meeting = Meeting(
        code="m", title_en="A & B", title_es="A y B", title_fr="A et B", place_en="Havana", host=party,
        opens_on=date(2026, 4, 1), closes_on=date(2026, 4, 2), time_zone="America/Havana",
        state="announced", symbol_body="X", is_demonstration=True,
    )  # fmt: skip
    profile = CountryProfile(party=party, confirmed_on=date(2025, 3, 1), published_on=date(2025, 3, 1))
    for row in (meeting, profile):
        tracking.write(row, by=None, on=timezone.now())
    designation = Designation.objects.select_related("post__party").get(post__party=party)
    asked = PublicationRequest(
        pk=1, profile=profile, sections=["offers"], note="A <note>", asked_by=mexico,
        asked_at=timezone.now(), lapses_on=date(2026, 3, 15),
    )  # fmt: skip
    answered = PublicationRequest(
        pk=2, profile=profile, sections=["offers"], asked_by=mexico, asked_at=timezone.now(),
        state="returned", answer="A <word>", answered_by=officer, answered_at=timezone.now(),
    )  # fmt: skip
    release = Release(pk=1, number=2, symbol="S/1/Rev.1", note=IN_THREE, is_demonstration=True)
    plan = Plan(code="p", title_en="Plan", title_es="Plan", title_fr="Plan")

    def invitation(to):
        row = Invitation(pk=1, user=to, invited_by=officer, expires_at=timezone.now())
        return kernel.invitation(row, "token", about=IN_THREE)

    delegation = Delegation(
        pk=1, meeting=meeting, party=party, state="returned", returned_because="A <reason>", is_late=True,
        submitted_by=mexico, version=3,
    )  # fmt: skip
    delegate = Delegate(pk=1, delegation=delegation, given_name="Ana & Co", family_name="Peña")

    def filed_by(to):
        delegation.submitted_by = to
        return delegation

    def link_of(to):
        person = Delegate(
            pk=to.pk, delegation=delegation, given_name=to.name, email=to.email, language=to.language
        )
        return DelegateLink(pk=to.pk, delegate=person, expires_at=timezone.now())

    def one(due):
        return outbox.post(due.to, due.template, cause=due.cause, context=due.context)

    def digest(to):
        to.news = "daily"
        held = [one(meetings.meeting_opens(to, meeting, offset=offset)) for offset in (-30, -7)]
        return kernel.digest(to, held)

    makers = {
        "invitation": invitation,
        "address_changed": lambda to: kernel.address_changed(
            to, "old@example.org", address=to.email, by=officer, cause="c"
        ),
        "digest": digest,
        "profile_to_confirm": lambda to: one(
            network.profile_to_confirm(
                to,
                profile,
                sections=[Section.POLICY],
                empty=[Section.OFFERS, Section.NEEDS],
                due_on=date(2026, 3, 1),
                on=date(2026, 3, 1),
                offset=0,
            )  # fmt: skip
        ),
        "request_asked": lambda to: network.request_asked(to, asked),
        "request_answered": lambda to: network.request_answered(to, answered),
        "profile_missing": lambda to: one(network.profile_missing(to, designation, offset=30)),
        "agenda_released": lambda to: meetings.agenda_released(meeting, release, [to]).send()[0],
        "designation_news": lambda to: network.designation_news(to, designation, about="in_force"),
        "meeting_opens": lambda to: one(meetings.meeting_opens(to, meeting, offset=-1)),
        "meeting_cancelled": lambda to: meetings.meeting_cancelled(meeting, IN_THREE, [to]).send()[0],
        "delegation_submitted": lambda to: replace(
            meetings.delegation_submitted(delegation), recipients=[to]
        ).send()[0],
        "delegation_answered": lambda to: meetings.delegation_answered(filed_by(to)),
        "change_answered": lambda to: meetings.change_answered(
            DelegateChange(
                pk=1, delegate=delegate, field="function_es", by=to, answer="refused", reason="A <note>"
            )  # fmt: skip
        ),
        "delegate_seated": lambda to: meetings.delegate_seated(delegate, [to], on=timezone.now())[0],
        "delegate_link": lambda to: meetings.delegate_link(link_of(to), "token", by=officer),
        "plan_adopted": lambda to: actionplan.plan_adopted(
            plan, symbol="S/2", sha256="0" * 64, recipients=[to]
        ).send()[0],
    }
    assert set(makers) == set(KINDS)
    return lambda kind, to: makers[kind](to)


@pytest.fixture
def readers(db) -> list[User]:
    return [
        User.objects.create_user(f"{code}@example.org", name="O’Neil & Sons", language=code) for code in CODES
    ]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_each_has_a_subject_and_its_words_in_text_and_html(post, readers, kind):
    for reader in readers:
        message = post(kind, reader)
        assert (message.kind, message.language) == (kind, reader.language)
        assert 10 < len(message.subject) <= 200
        assert "\n" not in message.subject
        assert reader.name in message.text
        assert "O’Neil &amp; Sons" in message.html
        assert f"/{reader.language}/" in message.html
        assert "&amp;" not in message.text
        assert "\n\n\n\n" not in message.text


def test_all_of_them_are_valid_html(post, readers, tmp_path):
    if not (JAR.exists() and shutil.which("java")):
        pytest.skip("the Nu HTML checker needs Java and npm ci --prefix assets")
    for reader in readers:
        for kind in sorted(KINDS, key="digest".__eq__):  # which holds the news that comes after it
            post(kind, reader)
    for message in Message.objects.filter(is_held=False):
        (tmp_path / f"{message.kind}-{message.language}-{message.pk}.html").write_text(message.html)
    assert len(list(tmp_path.iterdir())) >= 3 * len(KINDS)
    assert invalid_html(tmp_path) == []


def test_a_digest_of_held_news_is_valid_html_too(post, readers, tmp_path):
    for reader in readers:
        message = post("digest", reader)
        assert (message.text.count("http"), Message.objects.filter(to=reader, is_held=True).count()) == (3, 2)
        (tmp_path / f"{reader.language}.html").write_text(message.html)
    if JAR.exists() and shutil.which("java"):
        assert invalid_html(tmp_path) == []
