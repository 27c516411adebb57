"""The register of acts for the Secretariat: found, exported, verified."""

from collections.abc import Iterator
from datetime import UTC, tzinfo

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from acs_portal.forms import ActsForm
from acs_portal.kernel import acts as kernel
from acs_portal.kernel import chain, register, tables
from acs_portal.kernel.access import require
from acs_portal.kernel.models import Act

A_PAGE = 20  # an entry may be long, and a phone is narrow
MORE = ("capacity", "party", "kind", "since", "until")  # filters that stand behind a fold
FORMS = {"csv": tables.csv_stream, "xlsx": tables.xlsx_response}


def acts(request: HttpRequest) -> HttpResponse:
    """The acts that the address asks for, the newest first, and up to where the chain was verified."""
    require(request, "act.read")
    form = ActsForm(request.GET)
    form.is_valid()  # a field that is wrong says so and is not asked for
    asked = form.asked()
    page = Paginator(register.found(**asked), A_PAGE).get_page(request.GET.get("page"))
    verified = register.last_verification()
    return render(
        request,
        "acts.html",
        {
            "form": form,
            "page": page,
            "entries": [(act, register.reference(act)) for act in page],
            "is_narrowed": bool(asked),
            "more": [form[name] for name in MORE],
            "asks_more": any(name in asked or name in form.errors for name in MORE),
            "subject": _subject(page, asked),
            "query": _query(request.GET),
            "last": Act.objects.values_list("pk", flat=True).first(),
            "verified": verified,
            "is_broken": bool(verified and "broken" in verified.after),
        },
    )


def _subject(page: Page, asked: dict) -> Act | None:
    """An act on the one object that is asked for, which knows what it is called."""
    return page.object_list[0] if "on" in asked and page.object_list else None


def _query(given: QueryDict, **more: str) -> str:
    """The address of the same acts without the page."""
    asked = given.copy()
    asked.pop("page", None)
    for name in [name for name, value in asked.items() if not value]:
        del asked[name]
    return asked.urlencode()


def act_object(request: HttpRequest, pk: int) -> HttpResponse:
    """From an entry to the page of what it is on; back to the register where that is gone."""
    require(request, "act.read")
    act = get_object_or_404(Act, pk=pk)
    if found := register.object_of(act):
        return redirect(found.get_absolute_url())
    messages.info(request, _("This is no longer there, or has no page. The register keeps its acts."))
    return redirect(f"{reverse('acts')}?on={register.reference(act)}")


@require_POST
def verify(request: HttpRequest) -> HttpResponse:
    """Read the whole register; say whether it is whole, or the first place where it is not."""
    require(request, "act.read")
    broken = register.verify(by=request.user, on=timezone.now())
    if broken:
        messages.error(request, f"{broken} {chain.where(broken)}")
    else:
        messages.success(request, _("The register is whole: every entry follows from the one before."))
    return redirect("acts")


# ---------------------------------------------------------------- as a file


@require_POST
def export(request: HttpRequest, form: str) -> HttpResponse:
    """The acts that meet what the address asks for as a file; that they left is an act itself."""
    require(request, "act.read")
    asked = ActsForm(request.GET)
    if not asked.is_valid():
        return redirect(f"{reverse('acts')}?{_query(request.GET)}")
    now = timezone.now()
    found = register.export(
        register.found(**asked.asked()), by=request.user, form=form, asked=asked.in_words(), on=now
    )
    name = f"acs-register-{timezone.localdate(now):%Y-%m-%d}-{get_language()}"
    return FORMS[form](name, _header(), _rows(found))


def _header() -> list[str]:
    return [
        _("Entry"),
        _("Time (UTC)"),
        _("Time (%(zone)s)") % {"zone": timezone.get_current_timezone_name()},
        _("Person"),
        _("Capacity"),
        _("In the name of"),
        _("Act"),
        _("Code of the act"),
        _("On what"),
        _("Name"),
        _("Identifier"),
        _("Before"),
        _("After"),
        _("Reason"),
        _("Hash of the entry before"),
        _("Hash"),
    ]


def _rows(found: QuerySet[Act]) -> Iterator[list]:
    """The rows of a file, one read at a time; in the language and zone of the request, which may be over."""
    return _rows_in(found, get_language(), timezone.get_current_timezone())


def _rows_in(found: QuerySet[Act], language: str, zone: tzinfo) -> Iterator[list]:
    for act in found.iterator():
        with translation.override(language), timezone.override(zone):
            row = _row(act)
        yield row


def _row(act: Act) -> list:
    changes = act.changes
    return [
        act.pk,
        act.at.astimezone(UTC).isoformat(timespec="seconds"),
        timezone.localtime(act.at).isoformat(timespec="seconds"),
        act.by_name or _("The portal"),
        act.get_capacity_display() if act.by_id else "",
        kernel.in_words(act.capacity_of),
        str(kernel.VERBS.get(act.did, act.did)),
        act.did,
        act.kind_name,
        kernel.in_words(act.to_label),
        register.reference(act),
        "\n".join(f"{name}: {before}" for name, before, _after in changes if before),
        "\n".join(f"{name}: {after}" for name, _before, after in changes if after),
        act.reason,
        act.previous_hash,
        act.hash,
    ]
