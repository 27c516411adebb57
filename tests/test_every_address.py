"""Every address x every role, on real objects: who gets in, who is refused, what is hidden.

The world is the adopted demo with a plan still in draft and a meeting still planned. An address that
is missing in the table fails: nothing is added to the portal without saying for whom.
"""

from datetime import UTC, date, datetime
from functools import partial

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client, override_settings
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone

from acs_portal import demo
from acs_portal.demo.meeting import three
from acs_portal.kernel import data_requests, releases
from acs_portal.kernel.models import Act, Message, User
from actionplan.domain import adoption, plans
from actionplan.domain import corrigenda as plan_corrigenda
from actionplan.domain import reference as actionplan_reference
from actionplan.models import Plan
from meetings.domain import agenda, agenda_release, badges, checklist, delegations, meetings
from meetings.domain import corrigenda as agenda_corrigenda
from meetings.models import (
    BudgetLine,
    Delegate,
    DelegateChange,
    Meeting,
    OfficialLetter,
    Print,
    TemplateTask,
)
from network.domain import comments, reference, requests
from network.models import (
    AuthorisedChannel,
    CountryProfile,
    Designation,
    Offer,
    Party,
    Post,
    PublicationRequest,
    Section,
)

pytestmark = pytest.mark.django_db
NOON = datetime(2002, 4, 1, 12, 0, tzinfo=UTC)
ACCOUNTS = {
    "visitor": "",
    "sela": "sela@acs.example",
    "aruba": "aruba@acs.example",
    "haiti": "haiti@acs.example",
    "mexico": "mexico@acs.example",
    "deputy": "jamaica.deputy@acs.example",
    "officer": "secretariat@acs.example",
    "approver": "approver@acs.example",
    "administrator": "admin@acs.example",
}
EVERYBODY = set(ACCOUNTS)
SIGNED_IN = EVERYBODY - {"visitor"}
HOUSE = {"officer", "approver"}
MEMBERS = {"aruba", "haiti", "mexico", "deputy"} | HOUSE
MEETING, PLAN, DRAFT, AGENDA = "rci-1-2002", "special-fund-2002", "draft-plan", "rci-1-2002"
NEXT = "network-next-demo"

# name of the address: (arguments, who gets in); the others get 403, visitors the login page
OPEN = {
    "choose_language": [],
    "healthz": [],
    "verify": [],
    "account_logout": [],
    "admin_logout": [],
    "check_in_worker": [],
    "home": [],
    "help": [],
    "privacy": [],
    "network:directory": [],
    "network:directory_pdf": [],
    "network:directory_csv": [],
    "network:directory_xlsx": [],
    "network:directory_vcf": [],
    "network:directory_schema": [],
    "network:search": [],
    "network:changes": [],
    "network:party_changes": ["mex"],
    "network:programmes": [],
    "network:programmes_csv": [],
    "network:programmes_schema": [],
    "network:post_vcf": ["mex", "post"],
    "network:entry": ["mex", "offers", "offer"],
    "network:party": ["mex"],
    "network:party_pdf": ["mex"],
    "network:party_vcf": ["mex"],
    "network:profile_release": ["mex", 1],
    "meetings:meetings": [],
    "meetings:meeting": [MEETING],
    "meetings:agenda": [MEETING],
    "meetings:agenda_pdf": [MEETING],
    "meetings:agenda_at": [MEETING, 1],
    "meetings:agenda_at_pdf": [MEETING, 1],
    "meetings:agenda_changes": [MEETING, 2],
    "meetings:agenda_corrigendum_pdf": [MEETING, 2, 1],
    "meetings:calendar": [MEETING],
    "meetings:budget": [MEETING],
    "meetings:participants": [MEETING],
    "meetings:participants_csv": [MEETING],
    "meetings:participants_xlsx": [MEETING],
    "meetings:practical": [MEETING],
    "meetings:practical_pdf": [MEETING],
    "meetings:practical_at_pdf": [MEETING, 1],
    "meetings:decisions": [MEETING],
    "meetings:documents": [MEETING],
    "actionplan:plans": [],
    "actionplan:mandates": [],
    "actionplan:plan": [PLAN],
    "actionplan:plan_pdf": [PLAN],
    "actionplan:plan_issued_pdf": [PLAN],
    "actionplan:plan_corrigendum_pdf": [PLAN, 1],
    "actionplan:fiches": [],
    "actionplan:fiche": ["acs-sf-001"],
    "actionplan:fiche_pdf": ["acs-sf-001"],
}
CLOSED = {
    "tasks": ([], SIGNED_IN),
    "account": ([], SIGNED_IN),
    "translations": ([], SIGNED_IN),
    "translations_document": (["agenda", "network-next-demo"], HOUSE),
    "translations_import": (["agenda", "network-next-demo"], HOUSE),
    "translations_export": (["agenda", "network-next-demo", "fr"], HOUSE),
    "translation": (["agenda", "network-next-demo", "item_text"], HOUSE),
    "address": ([], SIGNED_IN),
    "person_data": ([], HOUSE),
    "person_chosen": ([], HOUSE),
    "person_copy": ([], HOUSE),
    "person_erasure": ([], HOUSE),
    "data_request": (["data_request"], HOUSE),
    "data_request_confirm": (["data_request"], {"approver"}),
    "data_request_refuse": (["data_request"], HOUSE),
    "acts": ([], HOUSE),
    "acts_verify": ([], HOUSE),
    "acts_csv": ([], HOUSE),
    "acts_xlsx": ([], HOUSE),
    "act_object": (["act"], HOUSE),
    "messages": ([], HOUSE | {"administrator"}),
    "message": (["message"], HOUSE | {"administrator"}),
    "message_again": (["message"], HOUSE | {"administrator"}),
    "network:profile": (["mex"], {"mexico"} | HOUSE),
    "network:profile_draft_pdf": (["mex"], {"mexico"} | HOUSE),
    "network:profile_edit": (["mex"], {"mexico"}),
    "network:profile_publish": (["mex"], {"mexico"}),
    "network:profile_confirm": (["mex"], {"mexico"}),
    "network:request_ask": (["jam"], {"deputy"}),
    "network:request": (["jam", "request"], {"deputy"} | HOUSE),
    "network:request_approve": (["mex", "request_of_mexico"], {"mexico"}),
    "network:request_return": (["mex", "request_of_mexico"], {"mexico"}),
    "network:request_reject": (["mex", "request_of_mexico"], {"mexico"}),
    "network:request_withdraw": (["jam", "request"], {"deputy"}),
    "network:comments": (["mex", "offers"], {"mexico"} | HOUSE),
    "network:comment_resolve": (["mex", "comment"], {"mexico"}),
    "network:comment_reopen": (["mex", "comment"], {"mexico"}),
    "network:comment_withdraw": (["mex", "comment"], {"mexico"}),
    "network:statement": (["mex", "needs"], {"mexico"}),
    "network:statement_take_back": (["mex", "needs"], {"mexico"}),
    "network:sheet": (["mex"], {"mexico"}),
    "network:sheet_import": (["mex"], {"mexico"}),
    "network:sheet_confirm": (["mex"], {"mexico"}),
    "network:entry_list": (["mex", "offers"], {"mexico"} | HOUSE),
    "network:entry_new": (["mex", "offers"], {"mexico"}),
    "network:entry_edit": (["mex", "offers", "offer"], {"mexico"}),
    "network:entry_up": (["mex", "offers", "offer"], {"mexico"}),
    "network:entry_down": (["mex", "offers", "offer"], {"mexico"}),
    "network:entry_remove": (["mex", "offers", "offer"], {"mexico"}),
    "network:board": ([], MEMBERS),
    "network:board_csv": ([], MEMBERS),
    "network:board_xlsx": ([], MEMBERS),
    "network:board_schema": ([], MEMBERS),
    "network:unanswered_pdf": ([], MEMBERS),
    "network:designation_queue": ([], HOUSE),
    "network:post_new": (["mex"], HOUSE),
    "network:post_close": (["abw", "open_post"], HOUSE),
    "network:post_reopen": (["abw", "open_post"], HOUSE),
    "network:channel_list": (["mex"], HOUSE),
    "network:channel_new": (["mex"], HOUSE),
    "network:channel_edit": (["mex", "channel"], HOUSE),
    "network:designation_file": (["abw", "open_post"], {"aruba"} | HOUSE),
    "network:designation_list": (["abw"], {"aruba"} | HOUSE),
    "network:designation": (["abw", "filing"], {"aruba"} | HOUSE),
    "network:designation_take": (["abw", "filing"], HOUSE),
    "network:designation_return": (["abw", "filing"], HOUSE),
    "network:designation_complete": (["abw", "filing"], {"aruba"} | HOUSE),
    "network:designation_validate": (["abw", "filing"], HOUSE),
    "network:designation_reject": (["abw", "filing"], HOUSE),
    "network:designation_withdraw": (["abw", "filing"], {"aruba"} | HOUSE),
    "network:designation_correct": (["mex", "designation"], HOUSE),
    "network:designation_record": (["mex"], HOUSE),
    "network:designation_end": (["mex", "designation"], HOUSE),
    "network:designation_letter": (["mex", "designation"], HOUSE),
    "network:designation_invite": (["mex", "designation"], HOUSE),
    "meetings:meeting_new": ([], HOUSE),
    "meetings:meeting_edit": (["network-next-demo"], HOUSE),
    "meetings:meeting_announce": (["network-next-demo"], HOUSE),
    "meetings:meeting_cancel": (["network-next-demo"], HOUSE),
    "meetings:meeting_open": (["network-next-demo"], HOUSE),
    "meetings:meeting_close": (["network-next-demo"], HOUSE),
    **{
        f"meetings:{step}": (["network-next-demo"], HOUSE)
        for step in (
            "announcement_withdraw",
            "registration_open",
            "registration_close",
            "meeting_unopen",
            "meeting_adjourn",
            "meeting_unadjourn",
            "meeting_reopen",
            "meeting_archive",
            "meeting_unarchive",
            "meeting_postpone",
            "meeting_resume",
            "meeting_clone",
        )
    },
    "meetings:template": ([], HOUSE),
    "meetings:template_new": ([], HOUSE),
    "meetings:template_edit": (["template_task"], HOUSE),
    "meetings:template_remove": (["template_task"], HOUSE),
    "meetings:checklist": (["network-next-demo"], HOUSE),
    "meetings:checklist_pdf": (["network-next-demo"], HOUSE),
    "meetings:checklist_begin": (["network-next-demo"], HOUSE),
    "meetings:task": (["network-next-demo", "task"], HOUSE | {"mexico"}),
    "meetings:task_new": (["network-next-demo"], HOUSE),
    "meetings:task_edit": (["network-next-demo", "task"], HOUSE),
    "meetings:task_start": (["network-next-demo", "task"], HOUSE | {"mexico"}),
    "meetings:task_finish": (["network-next-demo", "task"], HOUSE | {"mexico"}),
    "meetings:task_drop": (["network-next-demo", "task"], HOUSE),
    "meetings:task_reopen": (["network-next-demo", "task"], HOUSE),
    "meetings:budget_new": ([MEETING], HOUSE),
    "meetings:budget_edit": ([MEETING, "budget_line"], HOUSE),
    "meetings:budget_remove": ([MEETING, "budget_line"], HOUSE),
    "meetings:budget_publish": ([MEETING], HOUSE),
    "meetings:budget_withdraw": ([MEETING], HOUSE),
    "meetings:agenda_draft": (["network-next-demo"], HOUSE),
    "meetings:agenda_draft_pdf": (["network-next-demo"], HOUSE),
    "meetings:agenda_release": (["network-next-demo"], HOUSE),
    "meetings:agenda_correct": ([MEETING, 2], HOUSE),
    "meetings:item_new": (["network-next-demo"], HOUSE),
    "meetings:item_edit": (["network-next-demo", "item"], HOUSE),
    "meetings:item_up": (["network-next-demo", "item"], HOUSE),
    "meetings:item_down": (["network-next-demo", "item"], HOUSE),
    "meetings:item_remove": (["network-next-demo", "item"], HOUSE),
    "meetings:participants_pdf": ([MEETING], MEMBERS | {"sela"}),
    "meetings:participants_at_pdf": ([MEETING, 1], MEMBERS | {"sela"}),
    "meetings:participants_release": (["network-next-demo"], HOUSE),
    "meetings:invitations": ([NEXT], HOUSE),
    "meetings:invitation_template": ([NEXT], HOUSE),
    "meetings:invitations_draw_up": ([NEXT], HOUSE),
    "meetings:invitation_guest": ([NEXT], HOUSE),
    "meetings:invitations_issue": ([NEXT], HOUSE),
    "meetings:invitations_send": ([NEXT], HOUSE),
    "meetings:invitations_pdf": ([NEXT], HOUSE),
    "meetings:invitation": ([NEXT, "invited"], HOUSE),
    "meetings:invitation_edit": ([NEXT, "drafted"], HOUSE),
    "meetings:invitation_pdf": ([NEXT, "invited"], HOUSE),
    "meetings:invitation_sent": ([NEXT, "invited"], HOUSE),
    "meetings:invitation_answer": ([NEXT, "invited"], HOUSE),
    "meetings:invitation_withdraw": ([NEXT, "invited"], HOUSE),
    "meetings:invitation_remove": ([NEXT, "drafted"], HOUSE),
    "meetings:my_invitation": ([NEXT], {"mexico", "haiti", "sela"}),
    "meetings:my_answer": ([NEXT, "invited"], {"haiti"}),
    "meetings:my_letter_open": ([NEXT, "invited"], {"haiti"}),
    "meetings:my_letter_pdf": ([NEXT, "invited"], {"haiti"}),
    "meetings:delegation_new": (["network-next-demo"], HOUSE),
    "meetings:duplicates": (["network-next-demo"], HOUSE),
    "meetings:duplicates_merge": (["network-next-demo", "delegate", "withdrawn"], HOUSE),
    "meetings:delegate_import": (["network-next-demo"], HOUSE),
    "meetings:delegate_import_confirm": (["network-next-demo"], HOUSE),
    "meetings:delegate_sheet": (["network-next-demo"], HOUSE),
    "meetings:delegations": (["network-next-demo"], HOUSE),
    "meetings:registration_rules": (["network-next-demo"], HOUSE),
    "meetings:delegation": (["network-next-demo", "mex"], HOUSE),
    "meetings:delegation_edit": (["network-next-demo", "mex"], HOUSE),
    "meetings:delegation_approve": (["network-next-demo", "hti"], HOUSE),
    "meetings:delegation_return": (["network-next-demo", "hti"], HOUSE),
    "meetings:delegation_withdraw": (["network-next-demo", "mex"], HOUSE),
    "meetings:delegation_examine": (["network-next-demo", "mex"], HOUSE),
    "meetings:change_accept": (["network-next-demo", "mex", "change"], HOUSE),
    "meetings:change_refuse": (["network-next-demo", "mex", "change"], HOUSE),
    "meetings:delegate_admit": (["network-next-demo", "mex", "delegate"], HOUSE),
    "meetings:delegate_link_send": (["network-next-demo", "mex", "delegate"], HOUSE),
    "meetings:delegate_link_revoke": (["network-next-demo", "mex", "delegate"], HOUSE),
    "meetings:my_delegations": (["network-next-demo"], {"mexico", "haiti", "aruba", "deputy", "sela"}),
    "meetings:my_delegation": (["network-next-demo", "jam"], {"deputy"}),
    "meetings:my_delegation_submit": (["network-next-demo", "hti"], {"haiti"}),
    "meetings:my_delegation_withdraw": (["network-next-demo", "hti"], {"haiti"}),
    "meetings:questions": (["network-next-demo"], HOUSE),
    "meetings:question_new": (["network-next-demo"], HOUSE),
    "meetings:question_edit": (["network-next-demo", "question"], HOUSE),
    "meetings:question_remove": (["network-next-demo", "question"], HOUSE),
    "meetings:delegate_new": (["network-next-demo", "mex"], HOUSE),
    "meetings:delegate_edit": (["network-next-demo", "mex", "delegate"], HOUSE),
    "meetings:delegate_withdraw": (["network-next-demo", "mex", "delegate"], HOUSE),
    "meetings:delegate_reinstate": (["network-next-demo", "mex", "withdrawn"], HOUSE),
    "meetings:practical_edit": (["network-next-demo"], HOUSE),
    "meetings:practical_draft_pdf": (["network-next-demo"], HOUSE),
    "meetings:practical_release": (["network-next-demo"], HOUSE),
    "meetings:papers": (["network-next-demo"], HOUSE),
    "meetings:papers_prints": (["network-next-demo"], HOUSE),
    "meetings:papers_pdf": (["network-next-demo", "print"], HOUSE),
    "meetings:letters": (["network-next-demo", "mex", "delegate"], HOUSE),
    "meetings:letter_pdf": ([MEETING, "letter"], {"mexico"} | HOUSE),
    "meetings:letter_send": ([MEETING, "letter"], HOUSE),
    "meetings:check_in": (["network-next-demo"], HOUSE),
    "meetings:check_in_person": (["network-next-demo", "delegate"], HOUSE),
    "meetings:check_in_undo": (["network-next-demo", "delegate"], HOUSE),
    "meetings:check_in_badge": (["network-next-demo", "delegate"], HOUSE),
    "meetings:check_in_device": (["network-next-demo"], HOUSE),
    "meetings:check_in_list": (["network-next-demo"], HOUSE),
    "meetings:check_in_sync": (["network-next-demo"], HOUSE),
    "check_in_token": (["badge"], HOUSE),
    "meetings:sitting_new": (["network-next-demo"], HOUSE),
    "meetings:decision_new": (["network-next-demo"], HOUSE),
    "actionplan:plan_new": ([], HOUSE),
    "actionplan:plan_adopt": ([DRAFT], {"approver"}),
    "actionplan:plan_correct": ([PLAN], {"approver"}),
    "actionplan:plan_draft": ([DRAFT], HOUSE),
    "actionplan:plan_edit": ([DRAFT], HOUSE),
    "actionplan:axis_add": ([DRAFT], HOUSE),
    "actionplan:axis_edit": ([DRAFT, "axis"], HOUSE),
    "actionplan:axis_up": ([DRAFT, "axis"], HOUSE),
    "actionplan:axis_down": ([DRAFT, "axis"], HOUSE),
    "actionplan:axis_remove": ([DRAFT, "axis"], HOUSE),
    "actionplan:item_add": ([DRAFT, "axis"], HOUSE),
    "actionplan:item_edit": ([DRAFT, "plan_item"], HOUSE),
    "actionplan:item_up": ([DRAFT, "plan_item"], HOUSE),
    "actionplan:item_down": ([DRAFT, "plan_item"], HOUSE),
    "actionplan:item_remove": ([DRAFT, "plan_item"], HOUSE),
    "actionplan:fiche_import": ([], HOUSE),
    "actionplan:fiche_import_confirm": ([], HOUSE),
}
# what is not there for the others: 404 instead of 403
HIDDEN = {
    "network:entry": (["mex", "offers", "offer_for_members"], MEMBERS),
    "meetings:meeting": (["planned"], HOUSE),
    "meetings:agenda": (["planned"], HOUSE),
    "meetings:budget": (["network-next-demo"], HOUSE),
    "meetings:checklist": (["planned"], HOUSE),
    "meetings:meeting_edit": (["planned"], HOUSE),
    "meetings:meeting_announce": (["planned"], HOUSE),
    "meetings:participants": (["planned"], HOUSE),
    "meetings:delegations": (["planned"], HOUSE),
    "meetings:invitations": (["planned"], HOUSE),
    "meetings:invitation_template": (["planned"], HOUSE),
    "meetings:practical": (["planned"], HOUSE),
    "meetings:check_in": (["planned"], HOUSE),
    "actionplan:plan": ([DRAFT], MEMBERS),
    "actionplan:plan_pdf": ([DRAFT], MEMBERS),
}
# proved in tests/kernel/test_accounts.py, tests/test_pages_of_the_roof.py, tests/kernel/test_files.py,
# tests/test_messages_pages.py, tests/meetings/views/test_registration.py, test_my_delegation.py
ELSEWHERE = {
    "invitation",
    "meetings:my_delegation_letter",
    "registration",
    "verify_hash",
    "verify_json",
    "verify_pdf",
    "stored_file",
    "unsubscribe",
}


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """The whole demo and something of each kind that is not finished; gone after the module."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # as each test has it
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(STORAGES=settings.STORAGES | {"staticfiles": plain}):
            made = build()
        yield made
        transaction.set_rollback(True)


def build() -> dict:
    """What the arguments of the tables stand for."""
    reference.load_parties()
    reference.load_priority_areas()
    reference.load_purpose_codes()
    actionplan_reference.load()
    demo.build("adopted")
    officer = User.objects.get(email=ACCOUNTS["officer"])
    following = Meeting.objects.get(code="network-next-demo")
    meetings.create(
        code="planned",
        title_en="Planned",
        host=Party.objects.get(code="CUB"),
        opens_on=date(2030, 1, 1),
        closes_on=date(2030, 1, 2),
        time_zone="America/Havana",
        symbol_body="P",
        authentic_language="en",
        by=officer,
        on=NOON,
    )
    item = agenda.add_item(meeting=following, title=three("A", "A", "A"), by=officer, on=NOON)
    mexico = following.delegations.get(party__code="MEX")
    delegate, withdrawn = (
        delegations.register_delegate(
            delegation=mexico,
            role=Delegate.Role.ADVISER,
            honorific="",
            given_name=name,
            family_name="Example",
            function=three("Adviser", "Asesor", "Conseiller"),
            email="",
            is_listed=False,
            by=officer,
            on=NOON,
        )
        for name in ("One", "Two")
    )
    delegations.withdraw(delegate=withdrawn, reason="ill", by=officer, on=NOON)
    approver, held = User.objects.get(email=ACCOUNTS["approver"]), Meeting.objects.get(code=MEETING)
    adopted = Plan.objects.get(code=PLAN)
    for subject, kind, correct in (
        (held, agenda_release.KIND, partial(agenda_corrigenda.correct, meeting=held)),
        (adopted, adoption.KIND, partial(plan_corrigenda.correct, plan=adopted)),
    ):
        made = releases.latest(subject, kind)
        words = {releases.tree_of(made).id: {"title": "Autre titre"}}
        correct(release=made, language="fr", words=words, reason="wrong", by=approver, on=NOON)
    task = following.tasks.filter(state="open").last()
    task.owner = User.objects.get(email=ACCOUNTS["mexico"])
    checklist.save(task=task, by=officer, on=NOON)
    plan = plans.create(
        code=DRAFT,
        title=three("Draft", "Proyecto", "Projet"),
        preamble={},
        meeting=following,
        authentic_language="en",
        by=officer,
        on=NOON,
    )
    axis = plans.add_axis(plan=plan, title=three("A", "A", "A"), objective={}, by=officer, on=NOON)
    plan_item = plans.add_item(
        axis=axis,
        action=three("A", "A", "A"),
        result={},
        responsible={},
        indicator={},
        mandates=[],
        starts_on=None,
        ends_on=None,
        amount=None,
        currency="",
        by=officer,
        on=NOON,
    )
    return {
        "designation": Designation.objects.get(post__party__code="MEX").pk,
        **asked_and_commented(),
        "offer": Offer.objects.get(profile__party__code="MEX", visibility="public").uid,
        "offer_for_members": Offer.objects.get(profile__party__code="MEX", visibility="members").uid,
        "filing": Designation.objects.get(post__party__code="ABW", state="under_review").pk,
        "post": Post.objects.get(party__code="MEX", kind="primary").pk,
        "open_post": Post.objects.get(party__code="ABW", kind="technical").pk,
        "channel": AuthorisedChannel.objects.filter(party__code="MEX").first().pk,
        "item": item.uid,
        "item_text": f"agendaitem-{item.pk}",
        "delegate": delegate.pk,
        "badge": badges.give([delegate])[delegate.pk].token,
        "print": printed(following, officer),
        "letter": OfficialLetter.objects.get(party__code="MEX").pk,
        "withdrawn": withdrawn.pk,
        "task": task.pk,
        "template_task": TemplateTask.objects.first().pk,
        "budget_line": BudgetLine.objects.get(meeting=held).pk,
        "change": DelegateChange.objects.get(delegate__delegation=mexico).pk,
        "question": following.questions.first().pk,
        "act": Act.objects.filter(to_type="meetings.meeting").first().pk,
        "invited": following.invitations.get(party__code="HTI").pk,
        "drafted": following.invitations.get(party__code="ABW").pk,
        "axis": axis.pk,
        "data_request": data_requests.prepare(
            rows=[delegate], who="One Example", reason="Asked by letter", by=officer, on=NOON
        ).pk,
        "message": Message.objects.first().pk,
        "plan_item": plan_item.pk,
    }


def printed(meeting: Meeting, officer: User) -> int:
    """A print that is made already."""
    made = Print.objects.create(
        meeting=meeting, kind="attendance", language="en", asked_by=officer, asked_at=timezone.now(),
        made_at=timezone.now(), data=b"%PDF-", count=1,
    )  # fmt: skip
    return made.pk


def asked_and_commented() -> dict:
    """A publication request of the deputy of Jamaica, one for Mexico, and a comment there."""
    deputy, now = User.objects.get(email=ACCOUNTS["deputy"]), timezone.now()
    mexico = User.objects.get(email=ACCOUNTS["mexico"])
    jamaica, draft = (CountryProfile.objects.get(party__code=code) for code in ("JAM", "MEX"))
    asked = requests.ask(profile=jamaica, sections=Section.values, by=deputy, on=now)
    of_mexico = PublicationRequest.objects.create(
        profile=draft, sections=["offers"], content=asked.content, asked_by=deputy, asked_at=now,
        lapses_on=date(2100, 1, 1),
    )  # fmt: skip
    comment = comments.add(profile=draft, section="offers", text="Which year?", by=mexico, on=now)
    return {"request": asked.pk, "request_of_mexico": of_mexico.pk, "comment": comment.pk}


def names(patterns, namespace: str = "") -> set[str]:
    """The names of all addresses of our own."""
    found = set()
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            if pattern.lookup_str.startswith(("acs_portal.", "network.", "meetings.", "actionplan.")):
                found.add(f"{namespace}{pattern.name}")
        else:
            inner = f"{pattern.namespace}:" if pattern.namespace else namespace
            found |= names(pattern.url_patterns, inner)
    return found


def test_every_address_says_for_whom_it_is():
    assert names(get_resolver().url_patterns) == set(OPEN) | set(CLOSED) | ELSEWHERE


def browser(role: str) -> Client:
    client = Client(raise_request_exception=True)
    if ACCOUNTS[role]:
        client.force_login(User.objects.get(email=ACCOUNTS[role]))
    return client


def ask(client: Client, method: str, name: str, arguments: list, world: dict) -> str:
    """How the portal answers: "in", "login" or the status; 405 says that one can only send there."""
    address = reverse(name, args=[world.get(argument, argument) for argument in arguments])
    with transaction.atomic():
        response = getattr(client, method)(address)
        transaction.set_rollback(True)
    if response.status_code == 302 and response.url.startswith("/accounts/login/"):
        return "login"
    return "in" if response.status_code in {200, 302} else str(response.status_code)


def expected(role: str, insiders: set[str], refusal: str) -> set[str]:
    """The answers that are right: a visitor is asked to log in where a page is not public."""
    if role in insiders:
        return {"in", "405"}
    if role == "visitor":
        return {"login", refusal} - {"403"}
    return {refusal, "405"}


@pytest.mark.parametrize("role", ACCOUNTS)
def test_each_role_gets_into_its_own_addresses_and_no_others(world, role):
    client, wrong = browser(role), []
    cases = [
        *((name, arguments, EVERYBODY, "403") for name, arguments in OPEN.items()),
        *((name, arguments, insiders, "403") for name, (arguments, insiders) in CLOSED.items()),
        *((name, arguments, insiders, "404") for name, (arguments, insiders) in HIDDEN.items()),
    ]
    for name, arguments, insiders, refusal in cases:
        answer = ask(client, "get", name, arguments, world)
        if answer not in expected(role, insiders, refusal):
            wrong.append(f"GET {name}: {answer}, expected {expected(role, insiders, refusal)}")
    assert wrong == []


@pytest.mark.parametrize("role", ACCOUNTS)
def test_what_a_role_may_not_open_it_may_not_send_to_either(world, role):
    client, wrong = browser(role), []
    for name, (arguments, insiders) in CLOSED.items():
        if role not in insiders:
            answer = ask(client, "post", name, arguments, world)
            if answer not in expected(role, insiders, "403") - {"405"}:
                wrong.append(f"POST {name}: {answer}")
    assert wrong == []


@pytest.mark.parametrize("role", ACCOUNTS)
def test_the_registers_are_for_the_house_and_accounts_for_the_administrator(world, role):
    client = browser(role)
    registers = {
        "admin:kernel_user_changelist": {"administrator"} | HOUSE,
        "admin:kernel_user_add": {"administrator"},
        "admin:network_designation_changelist": HOUSE,
        "admin:meetings_delegate_changelist": HOUSE,
        "admin:actionplan_plan_changelist": HOUSE,
    }
    staff = HOUSE | {"administrator"}
    for name, insiders in registers.items():
        status = client.get(reverse(name)).status_code
        assert (name, status) == (name, 200 if role in insiders else 403 if role in staff else 302)


def test_every_object_shows_its_history_to_the_secretariat(world):
    client = browser("officer")
    pages = {
        "account": [],
        "network:party": ["mex"],
        "network:profile": ["mex"],
        "network:entry": ["mex", "offers", "offer"],
        "meetings:meeting": [MEETING],
        "meetings:agenda_draft": ["network-next-demo"],
        "meetings:item_edit": ["network-next-demo", "item"],
        "meetings:invitation": [NEXT, "invited"],
        "meetings:delegation": ["network-next-demo", "mex"],
        "meetings:delegate_edit": ["network-next-demo", "mex", "delegate"],
        "meetings:check_in_person": ["network-next-demo", "delegate"],
        "meetings:decisions": [MEETING],
        "meetings:task": ["network-next-demo", "task"],
        "meetings:budget": [MEETING],
        "actionplan:plan": [PLAN],
        "actionplan:plan_draft": [DRAFT],
        "actionplan:fiche": ["acs-sf-001"],
    }
    without = []
    for name, arguments in pages.items():
        page = client.get(reverse(name, args=[world.get(argument, argument) for argument in arguments]))
        if name == "account":  # the demo's officer has done much; nothing was done to the account
            assert "Nothing has been recorded yet." in page.text
        elif '<ol class="acts">' not in page.text or "/en/acts/?on=" not in page.text:
            without.append(name)
    assert without == []
