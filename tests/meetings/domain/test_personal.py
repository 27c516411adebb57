"""All data on a person: no column is forgotten, a copy holds all, an erasure takes two."""

import io
import json
import re
import zipfile
from datetime import UTC, date, datetime

import pytest
from django.apps import apps
from django.db import models
from django.urls import reverse

from acs_portal.kernel import data_requests, personal
from acs_portal.kernel.accounts import HouseAccountStays
from acs_portal.kernel.models import Act, DataRequest, Message, User
from meetings.domain import delegate_links
from meetings.models import Delegate, DelegateLink
from network.domain.people import InOffice
from network.models import Designation, Person
from tests.cast import change
from tests.meetings.conftest import add_delegate, plan, register

pytestmark = pytest.mark.django_db
ON = datetime(2002, 4, 20, 12, tzinfo=UTC)
OURS = {"kernel", "network", "meetings", "actionplan", "account"}
PERSONS = re.compile(
    r"(^|_)(email|phone|telephone|name|honorific|address|nationality|passport|dietary|access_needs|label"
    r"|signed|signer|who)(_|$)|_(by_label|for)$"
)
# what looks like a person's and is not
IMPERSONAL = {
    "kernel.Act": {"to_label", "capacity_of"},
    "kernel.Release": {"label"},
    "network.Party": {"name", "address", "email", "telephone"},
    "network.PriorityArea": {"name"},
    "network.PurposeCode": {"name"},
    "network.AuthorisedChannel": {"name"},
    "network.CountryProfile": {"address", "email", "telephone"},
    "meetings.MeetingTask": {"notes"},  # on the work, for the house
    "meetings.BudgetLine": {"label", "bearer_name"},  # of a cost, of an institution
    "actionplan.Organisation": {"name"},
    "actionplan.MandateParagraph": {"address"},  # of a paragraph
    "actionplan.Fiche": {"source_name"},  # of a file
}


def test_every_column_that_looks_like_a_persons_is_declared_where_personal_data_are_kept():
    undeclared = []
    for model in apps.get_models():
        if model._meta.app_label not in OURS or model.__name__.startswith("Historical"):
            continue
        place = personal.PLACES.get(model)
        known = set(place.columns if place else ()) | IMPERSONAL.get(model._meta.label, set())
        marked = set(getattr(model, "PERSONAL", ()))
        for field in model._meta.concrete_fields:
            base = re.sub("_(en|es|fr)$", "", field.name)
            looks = isinstance(field, models.EmailField) or PERSONS.search(base) or field.name in marked
            if looks and not field.is_relation and not {field.name, base} & known:
                undeclared.append(f"{model._meta.label}.{field.name}")
    assert undeclared == []


@pytest.fixture
def ines(meeting, officer, mexico) -> Delegate:
    """A delegate of Mexico with a private link, who was once its focal point and has an account."""
    delegate = add_delegate(
        register(meeting, officer, "MEX"), officer, "Núñez", given_name="Inés", email="ines@example.org",
        passport_number="X-1", phone="+52 1",
    )  # fmt: skip
    delegate_links.send(delegate=delegate, by=officer, on=ON)
    Person.objects.filter(user=mexico).update(
        given_name="Inés", family_name="Núñez", email="mexico@example.org", telephone="+52 2"
    )
    return delegate


@pytest.fixture
def left(ines, mexico):
    """Her designation has ended."""
    change(Designation.objects.filter(person__user=mexico), until=date(2002, 4, 1), end_reason="Left")


def all_of(ines, mexico) -> list:
    return [ines, Person.objects.get(user=mexico), mexico]


def test_a_person_is_found_whatever_the_accents_by_name_or_by_address(ines, mexico):
    for words in ("nunez ines", "NÚÑEZ", "ines@example"):
        found = {place.model: rows for place, rows in personal.find(words)}
        assert found[Delegate] == [ines]
    assert Person in {place.model for place, _rows in personal.find("nunez")}
    assert personal.find("nunez jorge") == personal.find(" ") == []


def test_a_copy_holds_all_that_belongs_to_the_person_and_is_recorded_without_a_name(
    ines, mexico, officer, signed_in
):
    client = signed_in(officer)
    page = client.get(reverse("person_data"), {"q": "nunez"}).content.decode()
    rows = re.findall(r'name="row" value="([^"]+)"', page)
    assert personal.reference(ines) in rows
    shown = client.get(reverse("person_chosen"), {"row": rows}).content.decode()
    assert "X-1" in shown
    assert "erased in part" in shown
    assert "Give a reason" in client.post(reverse("person_copy"), {"row": rows}).content.decode()
    answer = client.post(reverse("person_copy"), {"row": rows, "reason": "Asked by letter"})
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    copied = {part["kind"]: part["records"] for part in json.loads(archive.read("person.json"))}
    assert copied["meetings.delegate"][0]["Number of the passport"] == "X-1"
    assert copied["network.person"][0]["Telephone"] == "+52 2"
    assert copied["kernel.user"][0]["E-mail address"] == "mexico@example.org"
    assert {"network.designation", "meetings.delegatelink", "kernel.message"} <= copied.keys()
    assert "ines@example.org" in archive.read("person.html").decode()
    act = Act.objects.get(did=data_requests.COPIED)
    assert "nez" not in str([act.to_label, act.after, act.reason]).lower()


def test_an_erasure_is_prepared_by_one_and_confirmed_by_another_and_leaves_what_must_stay(
    ines, left, mexico, officer, approver, signed_in
):
    rows = [personal.reference(row) for row in all_of(ines, mexico)]
    data = {"row": rows, "reason": "Asked by letter", "who": "Inés Núñez"}
    signed_in(approver).post(reverse("person_erasure"), data)
    asked = DataRequest.objects.get()
    page = signed_in(approver).get(asked.get_absolute_url())
    assert "Erase for good" not in page.content.decode()
    seen = {"seen": page.context["seen"]}
    confirm = reverse("data_request_confirm", args=[asked.pk])
    assert "You prepared this erasure." in signed_in(approver).post(confirm, seen).content.decode()
    assert signed_in(officer).post(confirm, seen).status_code == 403
    second = User.objects.create_user("second@example.org", name="Second", role="approver")
    assert "Confirm or refuse" in signed_in(second).get(reverse("tasks")).content.decode()
    unseen = signed_in(second).post(confirm, {"seen": ""}).content.decode()
    assert "Other records of the person are there by now." in unseen
    signed_in(second).post(confirm, seen)
    ines.refresh_from_db()
    assert (ines.full_name, ines.function_es) == ("Ms. Inés NÚÑEZ", "Directora")
    assert not any([ines.email, ines.phone, ines.passport_number, ines.is_listed])
    assert not DelegateLink.objects.exists()
    person = Person.objects.get(user=mexico)
    assert (person.full_name, person.email, person.telephone) == ("Inés NÚÑEZ", "", "")
    mexico.refresh_from_db()
    assert (mexico.is_active, mexico.name) == (False, f"#{mexico.pk}")
    assert "mexico" not in mexico.email
    assert not Message.objects.filter(address__in=["ines@example.org", "mexico@example.org"]).exists()
    asked.refresh_from_db()
    assert (asked.state, asked.who, asked.rows, asked.decided_by) == ("done", "", [], second)
    act = Act.objects.get(did=data_requests.ERASED)
    assert act.after["meetings.delegate"] == act.after["network.person"] == 1
    assert "nez" not in str([act.before, act.after, act.to_label, act.reason]).lower()
    assert "@example.org" not in str(list(Act.objects.values("before", "after", "to_label", "reason")))


def test_nothing_is_erased_of_a_holder_in_office_or_of_the_secretariat(ines, mexico, officer, approver):
    for rows, refusal in ((all_of(ines, mexico), InOffice), ([ines, officer], HouseAccountStays)):
        asked = data_requests.prepare(rows=rows, who="x", reason="r", by=officer, on=ON)
        seen = personal.fingerprint(personal.belongings(rows))
        with pytest.raises(refusal):
            data_requests.confirm(request=asked, seen=seen, by=approver, on=ON)
    ines.refresh_from_db()
    assert (ines.email, ines.passport_number) == ("ines@example.org", "X-1")
    assert DelegateLink.objects.exists()


def test_who_took_no_part_goes_whole(meeting, officer, approver, ines):
    Delegate.objects.filter(pk=ines.pk).update(withdrawn_at=ON)
    asked = data_requests.prepare(rows=[ines], who="x", reason="r", by=officer, on=ON)
    seen = personal.fingerprint(personal.belongings([ines]))
    data_requests.confirm(request=asked, seen=seen, by=approver, on=ON)
    assert not Delegate.objects.exists()


def test_the_message_with_a_private_link_is_found_when_the_address_is_gone(ines):
    message = Message.objects.get(kind="delegate_link")
    Delegate.objects.filter(pk=ines.pk).update(email="")
    ines.refresh_from_db()
    found = {place.model: rows for place, rows in personal.belongings([ines])}
    assert found[Message] == [message]


def test_a_refusal_keeps_the_data_and_forgets_whom_it_was_about(ines, officer, signed_in):
    asked = data_requests.prepare(rows=[ines], who="Inés Núñez", reason="r", by=officer, on=ON)
    client = signed_in(officer)
    client.post(reverse("data_request_refuse", args=[asked.pk]), {"reason": "Not the same person"})
    asked.refresh_from_db()
    assert (asked.state, asked.who, asked.rows) == ("refused", "", [])
    again = client.post(reverse("data_request_refuse", args=[asked.pk]), {"reason": "x"}, follow=True)
    assert "Olive Officer has already answered this request." in again.content.decode()
    assert Delegate.objects.get().email == "ines@example.org"


def test_finding_a_person_takes_few_queries(meeting, officer, signed_in, query_budget):
    client = signed_in(officer)
    delegation = register(plan(officer, code="other"), officer, "MEX")

    def make(count):
        there = Delegate.objects.count()
        Delegate.objects.bulk_create(
            Delegate(delegation=delegation, given_name=f"A{n}", family_name="Nunez", position=n)
            for n in range(there, there + count)
        )

    query_budget(lambda: client.get(reverse("person_data"), {"q": "nunez"}), make=make)
