"""The forms of the checklist: a task of a meeting, a task of the template, the filter of the list."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from acs_portal.kernel.forms import VersionedForm
from acs_portal.kernel.texts import columns
from meetings.models import ChecklistRow, Meeting, MeetingTask, TemplateTask

from .bases import OriginalNeeded, day


class TaskForm(OriginalNeeded, VersionedForm):
    """A task of a meeting: when it is due is said by an offset from the opening, or by a fixed day."""

    TRILINGUAL = ("title",)

    fixed_on = forms.DateField(
        label=_("or on a fixed day"),
        required=False,
        widget=day(),
        help_text=_("It stays when the opening moves"),
    )
    field_order = ["authentic_language", "part", "side", "owner", "offset", "fixed_on"]

    class Meta:
        model = MeetingTask
        fields = (
            "authentic_language",
            "part",
            "side",
            "owner",
            "offset",
            "waits_for",
            "is_public",
            "fills",
            "notes",
            *columns("title"),
        )
        widgets = {"notes": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args, owners, **kwargs):
        super().__init__(*args, **kwargs)
        task = self.instance
        self.fields["owner"].queryset = owners
        self.fields["owner"].label_from_instance = lambda user: user.name
        others = task.meeting.tasks.exclude(pk=task.pk).order_by("due_on", "pk")
        self.fields["waits_for"].queryset = others
        if task.pk and task.offset is None:
            self.initial["fixed_on"] = self._stored["fixed_on"] = task.due_on

    def _post_clean(self):
        super()._post_clean()
        self.instance.due_on = self.cleaned_data.get("fixed_on")


class TemplateTaskForm(OriginalNeeded, VersionedForm):
    """A task of the template."""

    TRILINGUAL = ("title",)

    class Meta:
        model = TemplateTask
        fields = (
            "authentic_language",
            "part",
            "side",
            "offset",
            "waits_for",
            "is_public",
            "fills",
            *columns("title"),
        )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["waits_for"].queryset = TemplateTask.objects.exclude(pk=self.instance.pk)


SHOWN = [
    ("", pgettext_lazy("tasks shown", "All tasks")),
    ("todo", pgettext_lazy("tasks shown", "Still to do")),
    ("late", pgettext_lazy("tasks shown", "Overdue")),
    *MeetingTask.State.choices,
]
SORTS = [
    ("", pgettext_lazy("order of tasks", "By day")),
    ("part", pgettext_lazy("order of tasks", "By part of the preparation")),
]


class ChecklistFilter(forms.Form):
    """Which tasks of a checklist are shown, and in which order."""

    q = forms.CharField(
        label=_("Words"), required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"})
    )
    show = forms.ChoiceField(label=_("State"), required=False, choices=SHOWN)
    who = forms.ChoiceField(label=_("Owner"), required=False)
    sort = forms.ChoiceField(label=_("Order"), required=False, choices=SORTS)

    def __init__(self, *args, tasks: list[MeetingTask], **kwargs):
        super().__init__(*args, **kwargs)
        self.tasks = tasks
        owners = {task.owner_id: task.owner.name for task in tasks if task.owner}
        self.fields["who"].choices = [
            ("", pgettext_lazy("owner of a task", "Everybody")),
            ("nobody", pgettext_lazy("owner of a task", "Nobody yet")),
            *((str(pk), name) for pk, name in sorted(owners.items(), key=lambda pair: pair[1])),
            *ChecklistRow.Side.choices,
        ]
        for name in ("show", "who", "sort"):
            self.fields[name].widget.attrs["class"] = "form-select"
        self.fields["q"].widget.attrs["class"] = "form-control"

    def chosen(self, today) -> list[MeetingTask]:
        """The tasks that are asked for; a value that is no choice asks for nothing."""
        asked = self.cleaned_data if self.is_valid() else {}
        found = [task for task in self.tasks if _matches(task, asked, today)]
        if asked.get("sort") == "part":
            parts = list(ChecklistRow.Part)
            found.sort(key=lambda task: (parts.index(task.part), task.due_on, task.pk))
        return found


def _matches(task: MeetingTask, asked: dict, today) -> bool:
    show, who = asked.get("show", ""), asked.get("who", "")
    states = {"": True, "todo": task.is_open, "late": task.is_late(today)}
    owners = {"": True, "nobody": task.owner_id is None and task.is_open}
    return (
        asked.get("q", "").casefold() in task.title.casefold()
        and states.get(show, task.state == show)
        and owners.get(who, who in (str(task.owner_id), task.side))
    )


def new_task(meeting: Meeting) -> MeetingTask:
    """A task to fill in, in the original language of its meeting."""
    return MeetingTask(meeting=meeting, authentic_language=meeting.authentic_language)
