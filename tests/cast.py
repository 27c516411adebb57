"""The cast: each person a test can be, with one sentence about each. All of them are invented."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from acs_portal.kernel import roles, tracking
from acs_portal.kernel.models import User
from network.domain import reference
from network.models import Designation, Party, Person, Post, PriorityArea, PurposeCode

PASSWORD = "margarita-2001"


def account(email: str, name: str, **fields) -> User:
    """An account that can log in with PASSWORD."""
    return User.objects.create_user(email, PASSWORD, name=name, **fields)


def stored(row):
    """A tracked row, stored as by nobody long ago."""
    tracking.write(row, by=None, on=datetime(2001, 1, 10, 12, tzinfo=UTC))
    return row


def change(rows, **values) -> None:
    """Put values into tracked rows past every rule and history, for what a test needs to be so."""
    rows.model._base_manager.filter(pk__in=rows.values("pk")).update(**values)


def holder(party_code: str, kind: str, email: str, given_name: str, family_name: str, language: str) -> User:
    """A person with an account who holds a post of a party since 2001."""
    user = account(email, f"{given_name} {family_name}", language=language)
    person = Person.objects.create(given_name=given_name, family_name=family_name, email=email, user=user)
    party = Party.objects.get(code=party_code)
    post = party.posts.filter(kind=kind).first() or Post(party=party, kind=kind)
    stored(post)
    stored(
        Designation(
            post=post,
            person=person,
            given_name=given_name,
            family_name=family_name,
            state=Designation.State.IN_FORCE,
            instrument=Designation.Instrument.NOTE_VERBALE,
            reference="NV 1/01",
            signed_by="The Minister",
            signer_post="Minister of Foreign Affairs",
            received_on=date(2001, 1, 10),
            starts=date(2001, 1, 10),
        )
    )
    return user


def load_reference() -> None:
    """The parties, priority areas and purpose codes, as every portal has them from its first day."""
    reference.load_parties()
    reference.load_priority_areas()
    reference.load_purpose_codes()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The database of the run, with the reference data laid once under all tests."""
    with django_db_blocker.unblock():
        load_reference()


@pytest.fixture
def parties(db):
    """The parties of the reference data; a test that emptied the database before this one took them away."""
    if not Party.objects.exists():
        load_reference()
    return Party.objects


@pytest.fixture
def no_parties(db):
    """A portal on its first day, before the reference data were loaded."""
    for model in (PurposeCode, PriorityArea, Party):
        model.objects.all().delete()


@pytest.fixture
def officer(db) -> User:
    """Works in the Secretariat, prepares meetings and agendas."""
    return account("officer@example.org", "Olive Officer", role=roles.OFFICER)


@pytest.fixture
def approver(db) -> User:
    """The second pair of eyes of the Secretariat: adopts what the officer prepared."""
    return account("approver@example.org", "Anselm Approver", role=roles.APPROVER)


@pytest.fixture
def administrator(db) -> User:
    """Manages accounts and has no rights over content."""
    return account("administrator@example.org", "Ada Administrator", role=roles.ADMINISTRATOR)


@pytest.fixture
def mexico(parties) -> User:
    """The primary focal point of Mexico, works in Spanish."""
    return holder("MEX", Post.Kind.PRIMARY, "mexico@example.org", "Marisol", "Medina", "es")


@pytest.fixture
def haiti(parties) -> User:
    """The primary focal point of Haiti, works in French."""
    return holder("HTI", Post.Kind.PRIMARY, "haiti@example.org", "Hector", "Honoré", "fr")


@pytest.fixture
def jamaica_deputy(parties) -> User:
    """The deputy of Jamaica: drafts, does not submit."""
    return holder("JAM", Post.Kind.DEPUTY, "jamaica@example.org", "June", "Jarrett", "en")


@pytest.fixture
def aruba(parties) -> User:
    """The primary focal point of an associate member."""
    return holder("ABW", Post.Kind.PRIMARY, "aruba@example.org", "Anouk", "Arends", "en")


@pytest.fixture
def sela(parties) -> User:
    """Holds the post of a founding observer: reads what is public, not what is for members."""
    return holder("SELA", Post.Kind.PRIMARY, "sela@example.org", "Simón", "Salas", "es")


@pytest.fixture
def signed_in():
    """signed_in(user) is a browser in which that person is logged in."""

    def log_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return log_in
