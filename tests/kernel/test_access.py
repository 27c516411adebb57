from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import RequestFactory

from acs_portal.kernel import access, roles
from network.models import Party
from tests.cast import stored


def test_a_visitor_is_a_visitor_and_nothing_else():
    assert access.roles_of(AnonymousUser()) == {roles.VISITOR}


def test_an_unknown_permission_is_a_mistake_and_not_a_refusal():
    with pytest.raises(KeyError):
        access.can(AnonymousUser(), "agenda.burn")


@pytest.mark.django_db
class TestRolesFollowTheDesignation:
    def test_a_primary_focal_point_publishes_for_the_own_party_only(self, mexico):
        assert access.can(mexico, "profile.publish", Party.objects.get(code="MEX"))
        assert not access.can(mexico, "profile.publish", Party.objects.get(code="HTI"))

    def test_a_deputy_drafts_and_does_not_publish(self, jamaica_deputy):
        jamaica = Party.objects.get(code="JAM")
        assert access.can(jamaica_deputy, "profile.draft", jamaica)
        assert not access.can(jamaica_deputy, "profile.publish", jamaica)

    def test_members_read_contacts_and_observers_do_not(self, aruba, sela):
        assert access.can(aruba, "contact.read")
        assert not access.can(sela, "contact.read")

    def test_rights_end_on_the_day_the_designation_ends(self, mexico, time_machine):
        designation = mexico.person.designations.get()
        designation.until, designation.end_reason = date(2026, 6, 1), "transferred"
        stored(designation)
        for moment, holds in (("2026-05-31 12:00", True), ("2026-06-01 12:00", False)):
            time_machine.move_to(moment)
            person = type(mexico).objects.get(pk=mexico.pk)
            assert access.can(person, "profile.publish", Party.objects.get(code="MEX")) is holds

    def test_a_closed_account_has_no_roles(self, officer):
        officer.is_active = False
        assert access.roles_of(officer) == {roles.VISITOR}


class TestDefaultDeny:
    def middleware(self):
        return access.DefaultDenyMiddleware(lambda request: HttpResponse("unused"))

    def ask(self, view):
        view.__module__ = "network.views.directory"
        request = RequestFactory().get("/")
        request.user, request.access_checked = AnonymousUser(), False
        return self.middleware().process_view(request, view, [], {})

    def test_a_view_that_forgot_to_ask_is_refused(self):
        def forgetful(request):
            return HttpResponse("secret")

        with pytest.raises(PermissionDenied):
            self.ask(forgetful)

    def test_a_view_that_asked_answers(self):
        def careful(request):
            access.require(request, "directory.read")
            return HttpResponse("open")

        assert self.ask(careful).content == b"open"

    def test_a_public_view_is_left_alone(self):
        assert self.ask(access.public(lambda request: HttpResponse("open"))) is None
