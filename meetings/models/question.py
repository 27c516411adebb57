"""What a meeting asks its delegations and delegates, and their answers."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from acs_portal.kernel.models import Versioned
from acs_portal.kernel.texts import TrilingualModel, text_of, trilingual
from acs_portal.kernel.tracking import Tracked

from .delegation import Delegate, Delegation
from .meeting import Meeting

YES, NO = "yes", "no"


class Question(TrilingualModel, Versioned, Tracked):
    """A question of a meeting to each delegation or each delegate, perhaps only after a certain answer.

    The choices are one a line, in the same order in each language; an answer is the number of its line.
    """

    class Kind(models.TextChoices):
        TEXT = "text", pgettext_lazy("kind of question", "Text")
        CHOICE = "choice", pgettext_lazy("kind of question", "One of several answers")
        YES_NO = "yes_no", pgettext_lazy("kind of question", "Yes or no")
        DATE = "date", pgettext_lazy("kind of question", "Date")
        NUMBER = "number", pgettext_lazy("kind of question", "Number")

    class AskedOf(models.TextChoices):
        PARTY = "party", pgettext_lazy("who is asked", "The delegation")
        DELEGATE = "delegate", pgettext_lazy("who is asked", "Each delegate")

    TRILINGUAL = ("text", "help", "choices")

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="questions", verbose_name=_("meeting"))
    text = trilingual(models.CharField(_("question"), max_length=300, blank=True))
    help = trilingual(models.CharField(_("explanation"), max_length=300, blank=True))
    choices = trilingual(models.TextField(_("possible answers, one a line"), blank=True))
    kind = models.CharField(_("kind of answer"), max_length=8, choices=Kind, default=Kind.TEXT)
    asked_of = models.CharField(_("who is asked"), max_length=8, choices=AskedOf, default=AskedOf.DELEGATE)
    is_required = models.BooleanField(_("an answer is needed"), default=False)
    depends_on = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="dependents",
        verbose_name=_("asked only after this question"),
    )
    depends_value = models.CharField(_("when it was answered with"), max_length=40, blank=True)
    position = models.PositiveSmallIntegerField(_("place in the order"), default=1)

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["meeting", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(depends_on=None, depends_value="")
                | (Q(depends_on__isnull=False) & ~Q(depends_value="")),
                name="question_depends_on_an_answer",
                violation_error_message=_("Choose both the question and its answer, or neither."),
            )
        ]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return reverse("meetings:question_edit", args=[self.meeting.code, self.pk])

    def label_in(self, language: str) -> str:
        return text_of(self, "text", language).value

    def options(self) -> list[tuple[str, str]]:
        """The possible answers of a choice or a yes-or-no, as (value, words in the language in force)."""
        if self.kind == self.Kind.YES_NO:
            return [
                (YES, pgettext_lazy("answer to a question", "Yes")),
                (NO, pgettext_lazy("answer to a question", "No")),
            ]
        lines = [line.strip() for line in self.choices.splitlines() if line.strip()]
        return [(str(number), line) for number, line in enumerate(lines, start=1)]

    def shown(self, value: str) -> str:
        """An answer as a person reads it."""
        return str(dict(self.options()).get(value, value)) if self.has_options else value

    @property
    def condition_shown(self) -> str:
        """After which answer of the earlier question it is asked, as a person reads it."""
        return self.depends_on.shown(self.depends_value) if self.depends_on else ""

    @property
    def has_options(self) -> bool:
        return self.kind in (self.Kind.CHOICE, self.Kind.YES_NO)


class Answer(models.Model):
    """What a delegation or a delegate answered to a question; it goes with whom it is of."""

    PERSONAL = ("value",)

    question = models.ForeignKey(Question, models.PROTECT, related_name="answers", verbose_name=_("question"))
    delegation = models.ForeignKey(
        Delegation, models.CASCADE, null=True, related_name="answers", verbose_name=_("delegation")
    )
    delegate = models.ForeignKey(
        Delegate, models.CASCADE, null=True, related_name="answers", verbose_name=_("delegate")
    )
    value = models.TextField(_("answer"))
    answered_at = models.DateTimeField(_("answered"))

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["question", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(delegation=None, delegate__isnull=False)
                | Q(delegation__isnull=False, delegate=None),
                name="answer_of_one",
            ),
            models.UniqueConstraint(fields=["question", "delegation"], name="delegation_answers_once"),
            models.UniqueConstraint(fields=["question", "delegate"], name="delegate_answers_once"),
        ]

    def __str__(self) -> str:
        return str(self.question)

    @property
    def shown(self) -> str:
        """The answer as a person reads it."""
        return self.question.shown(self.value)
