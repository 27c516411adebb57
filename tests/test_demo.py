import pytest
from django.core.management import CommandError, call_command

from acs_portal import demo
from acs_portal.kernel.models import Message, User
from acs_portal.kernel.roles import SECRETARIAT

pytestmark = pytest.mark.django_db


def test_the_demo_is_refused_where_real_people_have_accounts(parties, officer):
    with pytest.raises(CommandError, match="real site"):
        call_command("seed_demo", stage="directory")
    assert User.objects.filter(is_demonstration=True).count() == 0


def test_the_demo_is_refused_behind_https(parties, settings):
    settings.HTTPS = True
    with pytest.raises(CommandError, match="real site"):
        call_command("seed_demo", stage="directory")


def test_the_demo_needs_the_reference_data(no_parties):
    with pytest.raises(CommandError, match="load_reference_data"):
        call_command("seed_demo", stage="directory")


def test_the_demo_is_built_once_and_kept_beside_later_accounts(parties, capsys):
    call_command("seed_demo", stage="directory")
    User.objects.create_user("later@example.org", name="Later")
    call_command("seed_demo", stage="adopted")
    assert "there already" in capsys.readouterr().out
    assert User.objects.filter(role__in=SECRETARIAT).count() == 2
    assert Message.objects.filter(cause__startswith="invitation:").count() == 0


def test_the_stages_are_those_of_the_contract():
    assert demo.STAGES == ("directory", "agenda", "session", "adopted")
