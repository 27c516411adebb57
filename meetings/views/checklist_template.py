"""The template of checklists: its tasks, each step on one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from acs_portal.kernel import acts
from acs_portal.kernel.access import can, require
from acs_portal.kernel.forms import posted, saved, take
from acs_portal.kernel.texts import text_of
from meetings.domain import checklist_template as domain
from meetings.forms import TemplateTaskForm
from meetings.models import TemplateTask


def template(request: HttpRequest) -> HttpResponse:
    """The tasks from which a checklist begins, by day."""
    require(request, "task.manage")
    tasks = list(TemplateTask.objects.select_related("waits_for"))
    return render(request, "meetings/template_page.html", {"tasks": tasks})


def template_new(request: HttpRequest) -> HttpResponse:
    """Add a task to the template."""
    require(request, "task.manage")
    form = TemplateTaskForm(posted(request))
    if saved(form, lambda: domain.add(task=form.instance, by=request.user, on=timezone.now())):
        messages.success(request, _("The task is added to the template."))
        return redirect("meetings:template")
    return render(request, "meetings/template_form.html", {"form": form, "task": None, "acts": None})


def template_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a task of the template."""
    require(request, "task.manage")
    task = get_object_or_404(TemplateTask, pk=pk)
    heading = text_of(task, "title").value
    form = TemplateTaskForm(posted(request), instance=task)
    if saved(form, lambda: domain.save(task=form.instance, by=request.user, on=timezone.now())):
        messages.success(request, _("The template is saved. Checklists that began from it stay as they are."))
        return redirect("meetings:template")
    context = {"form": form, "task": task, "heading": heading}
    context["acts"] = acts.history(task) if can(request.user, "act.read") else None
    return render(request, "meetings/template_form.html", context)


def template_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then remove a task from the template."""
    require(request, "task.manage")
    task = get_object_or_404(TemplateTask, pk=pk)
    back = reverse("meetings:template")
    if request.method == "POST":
        return take(
            request,
            lambda: domain.remove(task=task, by=request.user, on=timezone.now()),
            _("The task is removed from the template."),
            back,
        )
    title = _("Remove “%(title)s”") % {"title": text_of(task, "title").value}
    words = {"title": title, "text": _("Checklists that began from the template keep theirs.")}
    crumbs = [(_("Meetings"), reverse("meetings:meetings")), (_("Template of checklists"), back)]
    words |= {"action": _("Remove"), "danger": True, "crumbs": crumbs, "back": back}
    return render(request, "parts/confirm.html", words)
