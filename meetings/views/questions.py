"""What a meeting asks its delegations and delegates: written by the Secretariat, in three languages."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from acs_portal.kernel.forms import posted, saved, take
from meetings.domain import questions as domain
from meetings.forms import QuestionForm
from meetings.models import Meeting, Question
from meetings.views.steps import ask, found


def questions(request: HttpRequest, code: str) -> HttpResponse:
    """The questions in their order, with how many have answered."""
    meeting = found(request, code, "delegation.approve")
    context = {
        "meeting": meeting,
        "code": code,
        "rows": domain.with_counts(meeting),
        "may_edit": not meeting.is_over,
    }
    return render(request, "meetings/questions_list.html", context)


def question_new(request: HttpRequest, code: str) -> HttpResponse:
    """Add a question, last in the order."""
    meeting = found(request, code, "delegation.approve")
    last = meeting.questions.order_by("position").last()
    blank = Question(
        meeting=meeting,
        position=last.position + 1 if last else 1,
        authentic_language=meeting.authentic_language,
    )
    form = QuestionForm(posted(request), instance=blank)
    if saved(form, lambda: domain.create(question=form.instance, by=request.user, on=timezone.now())):
        messages.success(request, _("The question is added."))
        return redirect("meetings:questions", code)
    return _form(request, meeting, form, _("Add a question"))


def question_edit(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Change a question."""
    meeting, question = _found(request, code, pk)
    form = QuestionForm(posted(request), instance=question)
    if saved(form, lambda: domain.save(question=form.instance, by=request.user, on=timezone.now())):
        messages.success(request, _("The question is saved."))
        return redirect("meetings:questions", code)
    return _form(request, meeting, form, _("Change the question"))


def _found(request: HttpRequest, code: str, pk: int) -> tuple[Meeting, Question]:
    meeting = found(request, code, "delegation.approve")
    return meeting, get_object_or_404(meeting.questions.select_related("meeting", "depends_on"), pk=pk)


def _form(request: HttpRequest, meeting: Meeting, form: QuestionForm, title: str) -> HttpResponse:
    context = {"meeting": meeting, "code": meeting.code, "form": form, "title": title}
    return render(request, "meetings/question_form.html", context)


def question_remove(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Ask, then take a question away."""
    meeting, question = _found(request, code, pk)
    back = reverse("meetings:questions", args=[code])
    if request.method == "POST":
        return take(
            request,
            lambda: domain.remove(question=question, by=request.user, on=timezone.now()),
            _("The question is removed."),
            back,
        )
    return ask(
        request,
        meeting,
        back,
        title=_("Remove the question"),
        text=_("“%(question)s” is asked no more. A question that was answered stays.")
        % {"question": question.text},
        action=_("Remove"),
        danger=True,
    )
