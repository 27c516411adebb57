"""The checklist of a meeting: the template of the house, and the tasks of one meeting."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from acs_portal.kernel.models import Versioned
from acs_portal.kernel.roles import SECRETARIAT, TASK_OWNER
from acs_portal.kernel.texts import TrilingualModel, text_of, trilingual
from acs_portal.kernel.tracking import Tracked

from .meeting import Meeting


class ChecklistRow(TrilingualModel, Versioned, Tracked):
    """What a task of the template and a task of a meeting have in common."""

    class Part(models.TextChoices):
        INVITATION = "invitation", pgettext_lazy("part of a preparation", "Convening and invitations")
        DELEGATIONS = "delegations", pgettext_lazy("part of a preparation", "Delegations and credentials")
        AGENDA = "agenda", pgettext_lazy("part of a preparation", "Agenda")
        DOCUMENTS = "documents", pgettext_lazy("part of a preparation", "Documents")
        LOGISTICS = "logistics", pgettext_lazy("part of a preparation", "Place and logistics")
        SESSION = "session", pgettext_lazy("part of a preparation", "Meeting days")
        REPORT = "report", pgettext_lazy("part of a preparation", "Report and follow-up")

    class Side(models.TextChoices):
        SECRETARIAT = "secretariat", pgettext_lazy("who does a task", "Secretariat")
        HOST = "host", pgettext_lazy("who does a task", "Host")
        FOCAL_POINTS = "focal_points", pgettext_lazy("who does a task", "Focal points")

    class Fills(models.TextChoices):
        AGENDA = "agenda", pgettext_lazy("page of a meeting", "Agenda")
        PARTICIPANTS = "participants", pgettext_lazy("page of a meeting", "Participants")
        DOCUMENTS = "documents", pgettext_lazy("page of a meeting", "Documents")
        DECISIONS = "decisions", pgettext_lazy("page of a meeting", "Decisions")

    TRILINGUAL = ("title",)

    title = trilingual(models.CharField(_("title"), max_length=200, blank=True))
    part = models.CharField(_("part of the preparation"), max_length=12, choices=Part, default=Part.LOGISTICS)
    side = models.CharField(_("who does it"), max_length=12, choices=Side, default=Side.SECRETARIAT)
    waits_for = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="awaited_by",
        verbose_name=_("waits for"),
        help_text=_("The task that has to be done before this one"),
    )
    is_public = models.BooleanField(
        _("important date"),
        default=False,
        help_text=_("Everybody sees title and day on the page of the meeting and in its calendar"),
    )
    fills = models.CharField(
        _("page that it fills"),
        max_length=12,
        choices=Fills,
        blank=True,
        help_text=_("While that page is empty it says that its content is expected by this day"),
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title

    def label_in(self, language: str) -> str:
        return text_of(self, "title", language).value


DAYS = [MinValueValidator(-1000), MaxValueValidator(1000)]


class TemplateTask(ChecklistRow):
    """A task of the template from which the checklist of a meeting begins."""

    code = models.SlugField(_("code"), max_length=40, blank=True, editable=False)
    offset = models.SmallIntegerField(
        _("days after the opening"), validators=DAYS, help_text=_("Before it with a minus, such as -42")
    )

    class Meta:
        verbose_name = _("task of the template")
        verbose_name_plural = _("tasks of the template")
        ordering = ["offset", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="template_code_once")
        ]

    def get_absolute_url(self) -> str:
        return reverse("meetings:template_edit", args=[self.pk])


class MeetingTask(ChecklistRow):
    """A task of the preparation of a meeting: its day, who does it, how far it is."""

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("state of a task", "Open")
        DOING = "doing", pgettext_lazy("state of a task", "Under way")
        DONE = "done", pgettext_lazy("state of a task", "Done")
        DROPPED = "dropped", pgettext_lazy("state of a task", "Dropped")

    OPEN_STATES = (State.OPEN, State.DOING)
    PERSONAL = ("owner", "notes")

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="tasks", verbose_name=_("meeting"))
    offset = models.SmallIntegerField(
        _("days after the opening"),
        null=True,
        blank=True,
        validators=DAYS,
        help_text=_("Before it with a minus, such as -42; moves with the opening"),
    )
    due_on = models.DateField(_("day"), blank=True, help_text=_("A fixed day stays when the opening moves"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="meeting_tasks",
        verbose_name=_("owner"),
        help_text=_("Gets the reminders: an account of the Secretariat, or a focal point of the host"),
    )
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.OPEN, editable=False)
    done_on = models.DateField(_("done on"), null=True, blank=True, editable=False)
    dropped_because = models.CharField(_("why it was dropped"), max_length=300, blank=True, editable=False)
    notes = models.TextField(
        _("notes"), blank=True, help_text=_("Seen by the Secretariat and the owner; no personal data")
    )

    class Meta:
        verbose_name = _("task of a meeting")
        verbose_name_plural = _("tasks of meetings")
        ordering = ["meeting", "due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="done", done_on__isnull=False) | (~Q(state="done") & Q(done_on=None)),
                name="task_done_on_a_day",
            ),
            models.CheckConstraint(
                condition=(Q(state="dropped") & ~Q(dropped_because=""))
                | (~Q(state="dropped") & Q(dropped_because="")),
                name="task_dropped_with_a_reason",
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("meetings:task", args=[self.meeting.code, self.pk])

    def roles_of(self, user) -> frozenset[str]:
        """Who is given the task has rights on it; the Secretariat has them on all tasks."""
        is_owner = self.owner_id == user.pk and user.role not in SECRETARIAT
        return frozenset({TASK_OWNER} if is_owner else ())

    @property
    def capacity_party(self):
        """The party for which an owner outside the Secretariat acts: the host."""
        return self.meeting.host

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN_STATES

    @property
    def is_done(self) -> bool:
        return self.state == self.State.DONE

    @property
    def is_dropped(self) -> bool:
        return self.state == self.State.DROPPED

    @property
    def is_blocked(self) -> bool:
        """Whether the task it waits for is still to be done."""
        return self.is_open and self.waits_for is not None and self.waits_for.is_open

    def is_late(self, today) -> bool:
        return self.is_open and self.due_on < today
