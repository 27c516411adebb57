"""The draft of a plan in the hands of the Secretariat: the hub, the plan's own texts, its axes and items."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from acs_portal.kernel import acts
from acs_portal.kernel.access import require
from acs_portal.kernel.errors import RuleBroken
from acs_portal.kernel.forms import VersionedForm, posted, saved, say
from acs_portal.kernel.languages import CODES
from actionplan.domain import adoption, plan_tree, plans
from actionplan.forms import AxisForm, ItemForm, NewAxisForm, NewItemForm, NewPlanForm, PlanForm
from actionplan.models import Axis, Item, Plan


def or_gone(form_class: type[VersionedForm] | None = None):
    """Tell whoever asks for a part of the plan that somebody removed meanwhile.

    What was typed into a form of `form_class` stays in sight; everything else leads back to the hub.
    """

    def decorate(view):
        @wraps(view)
        def wrapped(request: HttpRequest, code: str, pk: int) -> HttpResponse:
            try:
                return view(request, code, pk)
            except plans.Gone as broken:
                return _gone(request, _plan(request, code), broken, form_class)

        return wrapped

    return decorate


def plan_new(request: HttpRequest) -> HttpResponse:
    """Open a draft plan."""
    require(request, "plan.draft")
    form = NewPlanForm(posted(request))

    def create():
        facts = {name: form.cleaned_data[name] for name in ("code", "meeting", "authentic_language")}
        texts = {name: _in_three(form, name) for name in PlanForm.TRILINGUAL}
        plans.create(by=request.user, on=timezone.now(), **facts, **texts)

    if _saved(request, form, create, _("The draft is open. Add its first axis.")):
        return redirect("actionplan:plan_draft", form.cleaned_data["code"])
    return _form_page(request, form, _("New action plan"), back=reverse("actionplan:plans"))


def plan_draft(request: HttpRequest, code: str) -> HttpResponse:
    """The hub: every axis and item with what can be done to it, and what is still missing."""
    plan = _plan(request, code)
    if plan.is_adopted:
        return redirect(plan)
    axes = list(plan.axes.order_by("position").prefetch_related("items__mandates"))
    for axis in axes:
        for item in axis.items.all():
            item.axis = axis
    context = {
        "section": "action-plan",
        "plan": plan,
        "axes": axes,
        "missing": [adoption.gap_in_words(gap) for gap in plan_tree.gaps(plan_tree.tree(plan))],
        "acts": acts.history(plan, limit=20),
    }
    return render(request, "actionplan/draft_page.html", context)


def plan_edit(request: HttpRequest, code: str) -> HttpResponse:
    """Edit the plan's own texts."""
    plan = _plan(request, code)
    form = PlanForm(posted(request), instance=plan)
    if _saved(request, form, lambda: plans.save_plan(plan=form.instance, by=request.user, on=timezone.now())):
        return redirect("actionplan:plan_draft", code)
    return _form_page(request, form, _("Title and preamble"), plan=plan)


def axis_add(request: HttpRequest, code: str) -> HttpResponse:
    """Add an axis."""
    plan = _plan(request, code)
    form = NewAxisForm(posted(request), instance=Axis(plan=plan, authentic_language=plan.authentic_language))

    def add():
        texts = {name: _in_three(form, name) for name in AxisForm.TRILINGUAL}
        plans.add_axis(plan=plan, by=request.user, on=timezone.now(), uid=form.cleaned_data["once"], **texts)

    if _saved(request, form, add):
        return redirect("actionplan:plan_draft", code)
    return _form_page(request, form, _("Add an axis"), plan=plan)


@or_gone(AxisForm)
def axis_edit(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Edit an axis."""
    axis = _axis(request, code, pk)
    form = AxisForm(posted(request), instance=axis)
    if _saved(request, form, lambda: plans.save_axis(axis=form.instance, by=request.user, on=timezone.now())):
        return redirect("actionplan:plan_draft", code)
    return _form_page(request, form, _("Axis %(number)s") % {"number": axis.number}, plan=axis.plan)


@or_gone()
def axis_remove(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Take an axis out of the draft, after a question."""
    axis = _axis(request, code, pk)
    question = _("Remove axis %(number)s?") % {"number": axis.number}
    return _remove(request, axis.plan, question, str(axis), lambda **who: plans.remove_axis(axis=axis, **who))


@require_POST
def axis_up(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    return _press(request, code, lambda **who: plans.move_up(part=_axis(request, code, pk), **who))


@require_POST
def axis_down(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    return _press(request, code, lambda **who: plans.move_down(part=_axis(request, code, pk), **who))


@or_gone(NewItemForm)
def item_add(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Add an item to an axis."""
    axis = _axis(request, code, pk)
    form = NewItemForm(posted(request), instance=Item(axis=axis, authentic_language=axis.authentic_language))

    def add():
        texts = {name: _in_three(form, name) for name in ItemForm.TRILINGUAL}
        facts = {name: form.cleaned_data[name] for name in ItemForm.FACTS}
        plans.add_item(
            axis=axis,
            by=request.user,
            on=timezone.now(),
            uid=form.cleaned_data["once"],
            **texts,
            **facts,
        )

    if _saved(request, form, add):
        return redirect("actionplan:plan_draft", code)
    return _form_page(
        request, form, _("Add an item to axis %(number)s") % {"number": axis.number}, plan=axis.plan
    )


@or_gone(ItemForm)
def item_edit(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Edit an item."""
    item = _item(request, code, pk)
    form = ItemForm(posted(request), instance=item)

    def save():
        mandates = form.cleaned_data["mandates"]
        plans.save_item(item=form.instance, mandates=mandates, by=request.user, on=timezone.now())

    if _saved(request, form, save):
        return redirect("actionplan:plan_draft", code)
    return _form_page(request, form, _("Item %(number)s") % {"number": item.number}, plan=item.axis.plan)


@or_gone()
def item_remove(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Take an item out of the draft, after a question."""
    item = _item(request, code, pk)
    question = _("Remove item %(number)s?") % {"number": item.number}
    return _remove(
        request, item.axis.plan, question, str(item), lambda **who: plans.remove_item(item=item, **who)
    )


@require_POST
def item_up(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    return _press(request, code, lambda **who: plans.move_up(part=_item(request, code, pk), **who))


@require_POST
def item_down(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    return _press(request, code, lambda **who: plans.move_down(part=_item(request, code, pk), **who))


def _plan(request: HttpRequest, code: str) -> Plan:
    plan = get_object_or_404(Plan.objects.select_related("meeting", "edited_by"), code=code)
    require(request, "plan.draft", plan)
    return plan


def _axis(request: HttpRequest, code: str, pk: int) -> Axis:
    """An axis of the draft. Raises Gone."""
    plan = _plan(request, code)
    axis = Axis.objects.select_related("plan").filter(plan=plan, pk=pk).first()
    if axis is None:
        raise plans.Gone
    return axis


def _item(request: HttpRequest, code: str, pk: int) -> Item:
    """An item of the draft. Raises Gone."""
    plan = _plan(request, code)
    item = Item.objects.select_related("axis__plan").filter(axis__plan=plan, pk=pk).first()
    if item is None:
        raise plans.Gone
    return item


def _in_three(form: VersionedForm, name: str) -> dict[str, str]:
    return {code: form.cleaned_data[f"{name}_{code}"] for code in CODES}


def _saved(request: HttpRequest, form: VersionedForm, save: Callable, done: str = "") -> bool:
    """Whether the step of a form was taken; then it is said, too."""
    if not saved(form, save):
        return False
    messages.success(request, done or _("Saved."))
    return True


def _gone(request: HttpRequest, plan: Plan, broken: plans.Gone, form_class) -> HttpResponse:
    if request.method != "POST" or form_class is None:
        messages.warning(request, str(broken))
        return redirect("actionplan:plan_draft", plan.code)
    form = form_class(request.POST)
    form.instance.authentic_language = plan.authentic_language
    say(form, broken)
    return _form_page(request, form, _("Draft"), plan=plan)


def _press(request: HttpRequest, code: str, call: Callable) -> HttpResponse:
    """A button of the hub: one domain call, back to the hub, with what a rule says against it."""
    try:
        call(by=request.user, on=timezone.now())
    except RuleBroken as broken:
        messages.warning(request, str(broken))
    return redirect("actionplan:plan_draft", code)


def _remove(request: HttpRequest, plan: Plan, question: str, what: str, call: Callable) -> HttpResponse:
    if request.method == "POST":
        return _press(request, plan.code, call)
    hub = reverse("actionplan:plan_draft", args=[plan.code])
    context = {
        "section": "action-plan",
        "title": question,
        "text": what,
        "action": _("Remove"),
        "back": hub,
        "danger": True,
        "crumbs": [(_("Action plan"), reverse("actionplan:plans")), (_("Draft"), hub)],
        "form": None,
    }
    return render(request, "parts/confirm.html", context)


def _form_page(
    request: HttpRequest, form, title: str, *, plan: Plan | None = None, back: str = ""
) -> HttpResponse:
    back = back or reverse("actionplan:plan_draft", args=[plan.code])
    context = {"section": "action-plan", "form": form, "title": title, "plan": plan, "back": back}
    return render(request, "actionplan/draft_form.html", context)
