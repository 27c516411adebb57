"""The checklist of a meeting: list with its picture, one task, every step on it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from acs_portal.kernel import acts, issuing
from acs_portal.kernel.access import can, require
from acs_portal.kernel.dates import official_day
from acs_portal.kernel.forms import posted, saved, take
from acs_portal.kernel.texts import text_of
from meetings import pdf as documents
from meetings.domain import checklist as domain
from meetings.forms import ChecklistFilter, ReasonForm, TaskForm, new_task
from meetings.models import Meeting, MeetingTask
from meetings.timeline import checklist_picture
from meetings.views.steps import ask, found


def checklist(request: HttpRequest, code: str) -> HttpResponse:
    """The tasks of a meeting as a picture and as a list, filtered and sorted."""
    meeting = found(request, code, "task.manage")
    tasks, today = domain.tasks_of(meeting), _today(meeting)
    form = ChecklistFilter(request.GET, tasks=tasks)
    shown = form.chosen(today)
    return render(
        request,
        "meetings/checklist_page.html",
        {
            "meeting": meeting,
            "code": code,
            "tab": "checklist",
            "form": form,
            "tasks": tasks,
            "rows": [(task, task.is_late(today)) for task in shown],
            "narrowed": len(shown) < len(tasks),
            "late": len(domain.late(tasks, today)),
            "picture": checklist_picture(meeting, shown, get_language(), today=today),
            "may_change": not (meeting.is_cancelled or meeting.state == Meeting.State.ARCHIVED),
        },
    )


def checklist_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The whole checklist as PDF, as it stands today."""
    meeting = found(request, code, "task.manage")
    today = _today(meeting)
    document = documents.checklist(meeting, domain.tasks_of(meeting), get_language(), today=today)
    return issuing.preview(document, f"{meeting.code}-checklist")


@require_POST
def begin(request: HttpRequest, code: str) -> HttpResponse:
    """Begin the checklist from the template."""
    meeting = found(request, code, "task.manage")
    return take(
        request,
        lambda: domain.begin(meeting=meeting, by=request.user, on=timezone.now()),
        _("The checklist is there. Give each task an owner."),
        _list_of(meeting),
    )


def task(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """One task: when, who, how far, what it waits for, and its notes; for the Secretariat and its owner."""
    task = _found(request, code, pk, "task.read")
    may_manage = can(request.user, "task.manage", task)
    return render(
        request,
        "meetings/task_page.html",
        {
            "meeting": task.meeting,
            "code": code,
            "task": task,
            "is_late": task.is_late(_today(task.meeting)),
            "awaited_by": list(task.awaited_by.all()),
            "may_manage": may_manage,
            "acts": acts.history(task) if can(request.user, "act.read") else None,
        },
    )


def task_new(request: HttpRequest, code: str) -> HttpResponse:
    """Add a task."""
    meeting = found(request, code, "task.manage")
    form = _form(request, new_task(meeting))
    if saved(form, lambda: domain.add(task=form.instance, by=request.user, on=timezone.now())):
        messages.success(request, _("The task is added."))
        return redirect(_list_of(meeting))
    return _page(request, meeting, form, None)


def task_edit(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Change a task."""
    task = _found(request, code, pk, "task.manage")
    heading = text_of(task, "title").value
    form = _form(request, task)
    if saved(form, lambda: domain.save(task=form.instance, by=request.user, on=timezone.now())):
        messages.success(request, _("The task is saved."))
        return redirect(task)
    return _page(request, task.meeting, form, task, heading)


@require_POST
def task_start(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Say that somebody is at it."""
    return _step(request, code, pk, domain.start, _("The task is under way."))


@require_POST
def task_finish(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Say that it is done."""
    return _step(request, code, pk, domain.finish, _("The task is done."))


def task_drop(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Ask for the reason, then drop."""
    return _with_reason(
        request,
        code,
        pk,
        domain.drop,
        _("The task is dropped."),
        title=_("Drop the task"),
        text=_("It stays in sight with the reason. An important date leaves the calendars."),
        action=_("Drop the task"),
        danger=True,
    )


def task_reopen(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Ask for the reason, then open again."""
    return _with_reason(
        request,
        code,
        pk,
        domain.reopen,
        _("The task is open again."),
        title=_("Open the task again"),
        text=_("Its day is again so many days after the opening as it says."),
        action=_("Open the task again"),
    )


def _found(request: HttpRequest, code: str, pk: int, permission: str) -> MeetingTask:
    """The task of an address: 404 where the reader may not know of it, 403 without the permission."""
    meeting = found(request, code)
    tasks = meeting.tasks.select_related("owner", "waits_for", "meeting__host")
    task = get_object_or_404(tasks, pk=pk)
    require(request, permission, task)
    return task


def _today(meeting: Meeting):
    return official_day(timezone.now(), meeting.time_zone)


def _list_of(meeting: Meeting) -> str:
    return reverse("meetings:checklist", args=[meeting.code])


def _form(request: HttpRequest, task: MeetingTask) -> TaskForm:
    owners = domain.possible_owners(task.meeting, on=timezone.now())
    return TaskForm(posted(request), instance=task, owners=owners)


def _page(request: HttpRequest, meeting: Meeting, form, task: MeetingTask | None, heading: str = ""):
    context = {"meeting": meeting, "code": meeting.code, "form": form, "task": task, "heading": heading}
    return render(request, "meetings/task_form.html", context)


def _step(request: HttpRequest, code: str, pk: int, verb, said: str) -> HttpResponse:
    """Take a step without a form; on to where it was pressed: the list, or the page of the task."""
    task = _found(request, code, pk, "task.do")
    to = _list_of(task.meeting) if request.POST.get("from") == "list" else task.get_absolute_url()
    return take(request, lambda: verb(task=task, by=request.user, on=timezone.now()), said, to)


def _with_reason(request: HttpRequest, code: str, pk: int, verb, said: str, **words) -> HttpResponse:
    task = _found(request, code, pk, "task.manage")
    form = ReasonForm(posted(request))

    def step() -> None:
        verb(task=task, reason=form.cleaned_data["reason"], by=request.user, on=timezone.now())

    if saved(form, step):
        messages.success(request, said)
        return redirect(task)
    return ask(request, task.meeting, task.get_absolute_url(), form=form, **words)
