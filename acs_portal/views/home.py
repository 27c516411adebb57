"""Home, what is waiting for me, help, and the addresses for machines. Reads the apps, writes nothing."""

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language

from acs_portal.kernel import files, second_factor
from acs_portal.kernel.access import can, public, require
from acs_portal.kernel.dates import official_day
from acs_portal.kernel.languages import preferred
from acs_portal.kernel.models import StoredFile
from acs_portal.kernel.waiting import of_accounts
from actionplan.domain.waiting import waiting_for as waiting_in_plans
from actionplan.models import Fiche, Plan
from meetings.domain.waiting import waiting_for as waiting_in_meetings
from meetings.models import Meeting
from network.domain import directory
from network.domain.waiting import waiting_for as waiting_in_network
from network.map import network_map


@public
def choose_language(request: HttpRequest) -> HttpResponse:
    """`/` leads to the home page in the visitor's language."""
    response = HttpResponseRedirect(f"/{preferred(request)}/")
    patch_vary_headers(response, ("Accept-Language", "Cookie"))
    return response


@public
def healthz(request: HttpRequest) -> HttpResponse:
    """200 and `ok` when the database and the storage answer, 503 and what fails when not."""
    failing = [name for name, answers in (("database", _database), ("storage", _storage)) if not answers()]
    if failing:
        return HttpResponse(f"failing: {', '.join(failing)}\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Exception:  # whatever the driver says, the answer is that it does not answer
        return False
    return True


def _storage() -> bool:
    try:
        default_storage.exists("healthz")
        return settings.VAR.is_dir()
    except Exception:
        return False


@public
def home(request: HttpRequest) -> HttpResponse:
    """What the network is, its members on a map, the next and last meeting, the adopted plan."""
    today = official_day(timezone.now())
    members = directory.as_of(today, today=today, language=get_language())
    announced = Meeting.objects.standing().select_related("host")
    return render(
        request,
        "home.html",
        {
            "directory": members,
            "map": network_map(members.entries, get_language()),
            "next_meeting": announced.filter(closes_on__gte=today).order_by("opens_on").first(),
            "last_meeting": announced.filter(closes_on__lt=today).order_by("-closes_on").first(),
            "plan": Plan.objects.exclude(adopted_at=None)
            .select_related("meeting")
            .order_by("-adopted_at")
            .first(),
            "fiches": Fiche.objects.order_by("code")[:3],
        },
    )


def tasks(request: HttpRequest) -> HttpResponse:
    """The first page after login: what is waiting for me, the most urgent first."""
    require(request, "account.use")
    now = timezone.now()
    waiting = [
        task
        for waiting_for in (waiting_in_network, waiting_in_meetings, waiting_in_plans)
        for task in waiting_for(request.user, on=now)
    ]
    waiting += of_accounts(request.user, on=now)
    waiting.sort(key=lambda task: (not task.urgent, task.due is None, task.due))
    return render(
        request,
        "tasks.html",
        {
            "tasks": waiting,
            "today": official_day(now),
            "asks_second_factor": second_factor.is_asked(request.user),
            "manages_accounts": can(request.user, "account.manage"),
            "reads_acts": can(request.user, "act.read"),
        },
    )


@public
def help_page(request: HttpRequest) -> HttpResponse:
    """Help in the reader's language, a guide for each role."""
    return render(request, "help.html")


def stored_file(request: HttpRequest, pk: int) -> HttpResponse:
    """An uploaded file, for those who may read it."""
    require(request, "account.use")
    return files.serve(request, get_object_or_404(StoredFile, pk=pk))
