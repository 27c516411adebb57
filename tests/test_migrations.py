"""Migrations run with data in the database: from the first landed state to today's, on both engines."""

import json
import os
import subprocess
import sys
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.conf import settings
from django.db import connection

LANDED = {"kernel": "0003", "network": "0001", "meetings": "0003", "actionplan": "0002"}

FILL = """
import json
from hashlib import sha256
from datetime import date, datetime, UTC
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
state = MigrationExecutor(connection).loader.project_state(TARGETS).apps
make = lambda label, **fields: state.get_model(label)._default_manager.create(**fields)
NOON = datetime(2002, 4, 1, 12, tzinfo=UTC)
user = make("kernel.User", email="o@example.org", name="O", password="x")
party = make("network.Party", code="MEX", kind="member_state", name_en="Mexico", name_es="México",
    name_fr="Mexique", sort_en="mexico", sort_es="mexico", sort_fr="mexique", working_language="es",
    authentic_language="en")
person = make("network.Person", given_name="Ana", family_name="Morales", user=user)
post = make("network.Post", party=party, kind="primary")
make("network.Designation", post=post, person=person, instrument="letter", signed_by="Minister",
    signer_post="Minister", received_on=date(2001, 1, 10), starts=date(2001, 1, 10),
    until=date(2001, 6, 1), end_reason="Left")
make("network.Designation", post=post, person=person, instrument="letter", signed_by="Minister",
    signer_post="Minister", received_on=date(2001, 6, 1), starts=date(2001, 6, 1))
profile = make("network.CountryProfile", party=party, authentic_language="es", authority_es="Secretaría",
    authority_fr="Secrétariat", policy_es="Política", confirmed_on=date(2002, 3, 1),
    published_on=date(2002, 3, 1))
words = {"authority": {"es": "Secretaría"}, "mandate": {}, "policy": {"es": "Política"},
    "title": {"en": "Mexico"}}
facts = {"address": "", "email": "", "party": "MEX", "telephone": "", "website": ""}
frozen = json.dumps({"authentic": "es", "children": [], "facts": facts, "id": "profile", "number": "",
    "words": words})
make("kernel.Release", subject_type="network.countryprofile", subject_id=str(profile.pk), kind="profile",
    number=1, canonical=frozen, sha256=sha256(frozen.encode()).hexdigest(), released_at=NOON,
    released_by=user)
make("kernel.Act", at=NOON, by=user, by_name="O", capacity="publisher", did="profile.publish",
    to_type="network.countryprofile", to_id=str(profile.pk), previous_hash="0" * 64, hash="1" * 64)
make("kernel.Message", to=user, address="o@example.org", language="en", cause="x", subject="S", text="T",
    html="<p>T</p>")
meeting = make("meetings.Meeting", code="m", title_en="Meeting", title_es="Reunión", host=party,
    opens_on=date(2002, 4, 11), closes_on=date(2002, 4, 12), time_zone="America/Mexico_City",
    state="closed", symbol_body="M")
item = make("meetings.AgendaItem", meeting=meeting, title_en="Opening", title_fr="Ouverture")
delegation = make("meetings.Delegation", meeting=meeting, party=party)
make("meetings.Delegate", delegation=delegation, given_name="Ana", family_name="M", function_en="Adviser")
sitting = make("meetings.Sitting", meeting=meeting, number=1, starts_at=NOON,
    ends_at=datetime(2002, 4, 1, 13, tzinfo=UTC))
decision = make("meetings.Decision", sitting=sitting, number=1, symbol="M/DEC.1", title_en="Adoption",
    decided_on=date(2002, 4, 12), quorum_base=25, quorum_needed=13, quorum_present=17)
plan = make("actionplan.Plan", code="p", title_en="Plan", title_es="Plan", title_fr="Plan",
    meeting=meeting, edited_by=user, edited_at=NOON)
axis = make("actionplan.Axis", plan=plan, title_en="Axis", title_es="Eje", title_fr="Axe")
make("actionplan.Item", axis=axis, action_en="Act", action_es="Actuar")
plans = state.get_model("actionplan.Plan")._default_manager
plans.filter(pk=plan.pk).update(adopted_at=NOON, decision=decision, symbol="M/PLAN.1")
"""

READ = """
import json
from acs_portal.kernel import append_only
from acs_portal.kernel.models import Translation
from actionplan.models import Plan
from meetings.models import AgendaItem, Delegate, Meeting
from network.domain import profiles
from network.models import ENTRIES, CountryProfile, Designation
from django.db import connection
profile = CountryProfile.objects.get()
release, tree = profiles.last_published(profile)
print(json.dumps({
    "open": sorted(f"{t.document} {t.language} {t.state} {t.words}" for t in Translation.objects.all()),
    "history": [m.history.count() for m in (Meeting, AgendaItem, CountryProfile, Plan)],
    "kept": [Meeting.objects.get().title_es, AgendaItem.objects.get().title_fr, Plan.objects.get().symbol,
             CountryProfile.objects.get().authority_fr, Designation.objects.count()],
    "sections": [[s.section, s.release, str(s.confirmed_on)] for s in profile.standings.all()],
    "published": [tree.children[0].text("authority", "es").value,
                  profiles.differs(profiles.tree(profile), tree)],
    "attending": Delegate.objects.attending().count(),
    "entries": [model.history.count() for model in ENTRIES.values()],
    "missing": append_only.missing(connection),
}))
"""


@pytest.fixture
def fresh_database(tmp_path):
    """The environment of an empty database of its own on the engine of this run."""
    environment = {**os.environ, "VAR": str(tmp_path)}
    environment.pop("DATABASE_URL", None)
    if connection.vendor == "sqlite":
        yield environment
        return
    url, name = urlsplit(os.environ["DATABASE_URL"]), f"migrated_{os.getpid()}"
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        yield environment | {"DATABASE_URL": urlunsplit(url._replace(path=f"/{name}"))}
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_a_landed_database_comes_to_todays_state_with_its_data(fresh_database):
    def manage(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "manage.py", *arguments],
            cwd=settings.BASE_DIR, env=fresh_database, capture_output=True, text=True, timeout=300,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    full = {"kernel": "0003_messages_files_editions", "network": "0001_initial"}
    full |= {"meetings": "0003_records_are_kept", "actionplan": "0002_adopted_plan_is_sealed"}
    for app in ("actionplan", "meetings", "network", "kernel"):
        manage("migrate", app, LANDED[app], "-v0")
    manage("shell", "--no-imports", "-c", f"TARGETS = {list(full.items())!r}\n{FILL}")
    manage("migrate", "-v0")
    found = json.loads(manage("shell", "--no-imports", "-c", READ))
    assert found["missing"] == []
    assert found["kept"] == ["Reunión", "Ouverture", "M/PLAN.1", "Secrétariat", 2]
    assert min(found["history"]) == 1
    assert found["sections"] == [["authority", 1, "2002-03-01"], ["policy", 1, "2002-03-01"]]
    assert found["published"] == ["Secretaría", True]  # the draft has a French authority beside it
    assert found["attending"] == 1
    assert found["entries"] == [0] * 5
    assert found["open"] == [
        "agenda:m es missing 1", "agenda:m fr translated 0", "meeting:m es translated 0",
        "meeting:m fr missing 1", "participants:m es missing 1", "participants:m fr missing 1",
        "plan:p es translated 0", "plan:p es translated 0", "plan:p es translated 0",
        "plan:p fr missing 1", "plan:p fr translated 0", "plan:p fr translated 0",
        "profile:MEX en missing 2", "profile:MEX fr missing 1",
    ]  # fmt: skip
