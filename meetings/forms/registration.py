"""The form of a whole delegation: its letter, its people one below the other, and its answers."""

from collections.abc import Iterable

from crispy_forms.helper import FormHelper
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from acs_portal.kernel.forms import UploadField, VersionedForm
from acs_portal.kernel.languages import OWN_NAMES
from meetings.domain import delegations, questions
from meetings.models import Delegate, Delegation, Question

from .bases import day

MOST = 60  # people in one form
PERSON_FIELDS = ("position", "role", "honorific", "given_name", "family_name", "email", "language")


class LetterForm(VersionedForm):
    """The letter that announces a delegation, and what the focal point wants to do with the form."""

    SAVE, MORE, SUBMIT = "save", "more", "submit"
    PRESSES = [(SAVE, _("Save")), (MORE, _("Add")), (SUBMIT, _("Submit"))]

    letter = UploadField(label=_("Letter"), required=False)
    people = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=MOST)
    press = forms.ChoiceField(choices=PRESSES, required=False)

    class Meta:
        model = Delegation
        fields = ("letter_reference", "letter_date")
        widgets = {"letter_date": day()}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.on_file = self.instance.letter  # a refused step leaves another one in the instance
        if self.on_file:
            self.fields["letter"].help_text = _(
                "“%(name)s” is on file; another file takes its place. PDF, PNG or JPEG."
            ) % {"name": self.on_file.name}

    def plain_fields(self):
        return [self["letter_reference"], self["letter_date"], self["letter"]]


class PersonForm(VersionedForm):
    """One person of a delegation; a row without a name is nobody."""

    function = forms.CharField(label=_("Function"), max_length=200, required=False)
    remove = forms.BooleanField(label=_("Take out of the delegation"), required=False)
    pk = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Delegate
        fields = PERSON_FIELDS

    def __init__(self, *args, typed: dict | None = None, **kwargs):
        instance = kwargs["instance"]
        self.column = f"function_{instance.authentic_language}"
        initial = {"function": getattr(instance, self.column), "pk": instance.pk} | (typed or {})
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["function"].label = _("Function (%(language)s)") % {
            "language": OWN_NAMES[instance.authentic_language]
        }
        self.fields["language"].help_text = _("Empty: that of the delegation")
        self.fields["position"].label = _("Order of precedence")
        self.is_stored = instance.pk is not None
        if not self.is_stored:
            del self.fields["remove"]
            self.use_required_attribute = False  # an empty row may stay empty

    @property
    def is_nobody(self) -> bool:
        """Whether nothing but what the page proposed is in a new row, or who was to go is gone already."""
        if self.is_gone and self.data.get(self.add_prefix("remove")):
            return True
        return not self.is_stored and not any(
            self[name].data for name in ("given_name", "family_name", "email", "function")
        )

    @property
    def is_gone(self) -> bool:
        """Whether somebody else took the person of the row out after the page was opened."""
        return not self.is_stored and bool(self["pk"].data)

    @property
    def is_removed(self) -> bool:
        return "remove" in self.fields and self.cleaned_data["remove"]

    def clean(self):
        data = super().clean()
        setattr(self.instance, self.column, data.get("function", ""))
        if self.is_gone:
            self.data = self.data.copy()
            self.data[self.add_prefix("pk")] = ""  # the next press, after it was told, adds a new person
            raise forms.ValidationError(delegations.DelegateGone.message, code="stale")
        return data

    def validate_constraints(self) -> None:
        """The domain refuses a second head and a second registration, after all rows are known."""

    def plain_fields(self):
        return self.visible_fields()

    def typed(self) -> dict:
        """What stands in the row, also where it can't be saved yet."""
        return {bound.name: bound.data for bound in self}


class AnswersForm(forms.Form):
    """The answers to the questions of a meeting; one that follows another is asked only after its answer.

    Without a script every question is in sight with its condition in words; what is not asked is dropped.
    """

    def __init__(self, *args, asked: list[Question], given: dict[int, str], must: bool = True, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.asked, self.must = asked, must
        for question in asked:
            self.fields[self.name_of(question)] = _field(question, given.get(question.pk))

    @staticmethod
    def name_of(question: Question) -> str:
        return f"question_{question.pk}"

    def clean(self):
        data = super().clean()
        values = self._values(data)
        for question in questions.asked_with(self.asked, values):
            if self.must and question.is_required and not values.get(question.pk):
                self.add_error(self.name_of(question), _("An answer is needed here."))
        return data

    def _values(self, data: dict) -> dict[int, str]:
        found = {question.pk: data.get(self.name_of(question)) for question in self.asked}
        return {pk: str(value) for pk, value in found.items() if value not in (None, "")}

    def values(self) -> dict[int, str]:
        """The answers by the id of the question, of a valid form."""
        return self._values(self.cleaned_data)

    def plain_fields(self):
        return self.visible_fields()


def _field(question: Question, value: str | None) -> forms.Field:
    common = {
        "label": question.text,
        "help_text": " ".join(filter(None, (_condition(question), question.help))),
        "required": False,  # the form tells, since it depends on the other answers
        "initial": value,
    }
    kind = Question.Kind(question.kind)
    if question.has_options:
        empty = [("", pgettext_lazy("no answer chosen", "– choose –"))]
        return forms.ChoiceField(choices=[*empty, *question.options()], **common)
    if kind == Question.Kind.DATE:
        return forms.DateField(widget=day(), **common)
    if kind == Question.Kind.NUMBER:
        return forms.DecimalField(localize=False, **common)
    return forms.CharField(max_length=1000, **common)


def _condition(question: Question) -> str:
    """When a question is asked, in words; "" for one that always is."""
    words = [_("An answer is needed.")] if question.is_required else []
    if question.depends_on:
        earlier = question.depends_on
        condition = _("Only if “%(question)s” is answered “%(answer)s”.")
        said = {"question": earlier.text, "answer": earlier.shown(question.depends_value)}
        words.insert(0, condition % said)
    return " ".join(str(one) for one in words)


class DelegationSheet:
    """The one form of a delegation: letter, people, answers, and whom to take over from earlier meetings."""

    def __init__(
        self,
        request: HttpRequest,
        *,
        delegation: Delegation,
        delegates: list[Delegate],
        earlier: list[Delegate],
        asked: list[Question],
        given: dict[int, str],
    ):
        data = request.POST if request.method == "POST" else None
        self.delegation, self.earlier = delegation, earlier
        self._is_stored = delegation.pk is not None
        self._delegates = {delegate.pk: delegate for delegate in delegates}
        self.letter = LetterForm(data, request.FILES or None, instance=delegation)
        self.answers = AnswersForm(data, asked=asked, given=given, must=False)
        self.people = self._sent(data) if data is not None else self._stored(delegates)

    @property
    def press(self) -> str:
        return self.letter.data.get("press", LetterForm.SAVE)

    def _stored(self, delegates: list[Delegate]) -> list[PersonForm]:
        rows = [PersonForm(instance=one, prefix=f"p{place}") for place, one in enumerate(delegates)]
        return rows or [self._row(0, {"role": Delegate.Role.HEAD, "position": 1})]

    def _sent(self, data) -> list[PersonForm]:
        """The rows as they were sent, each with the delegate it is of."""
        count = data.get("people", "")
        return [
            PersonForm(data, instance=self._of(data.get(f"p{place}-pk", "")), prefix=f"p{place}")
            for place in range(min(int(count), MOST) if count.isdecimal() else 0)
        ]

    def _of(self, pk: str) -> Delegate:
        known = self._delegates.get(int(pk)) if pk.isdecimal() else None
        return known or self._nobody()

    def _nobody(self) -> Delegate:
        return Delegate(delegation=self.delegation, authentic_language=self.delegation.party.working_language)

    def _row(self, place: int, typed: dict) -> PersonForm:
        return PersonForm(instance=self._nobody(), prefix=f"p{place}", typed=typed)

    def add(self, chosen: Iterable[str]) -> None:
        """Show again what was typed, unsaved, with the chosen people of earlier meetings or an empty row."""
        rows = [
            PersonForm(instance=row.instance, prefix=row.prefix, typed=row.typed())
            for row in self.people
            if not row.is_nobody
        ]
        chosen = set(chosen)
        new = [_taken_over(one) for one in self.earlier if str(one.pk) in chosen] or [{}]
        heads = any(row.initial.get("role") == Delegate.Role.HEAD for row in rows)
        for typed in new[: MOST - len(rows)]:
            if heads and typed.get("role") == Delegate.Role.HEAD:
                typed["role"] = Delegate.Role.ALTERNATE  # one head; the form can make another one
            heads = heads or typed.get("role") == Delegate.Role.HEAD
            rows.append(self._row(len(rows), {"position": len(rows) + 1} | typed))
        for place, row in enumerate(rows):
            row.prefix = f"p{place}"
        self.people = rows
        initial = {bound.name: bound.data for bound in self.letter if bound.name != "letter"}
        self.letter = LetterForm(instance=self.letter.instance, initial=initial)
        answers = {bound.name: bound.data for bound in self.answers}
        self.answers = AnswersForm(asked=self.answers.asked, given={}, must=False, initial=answers)

    def kept(self, delegation: Delegation) -> None:
        """The letter was stored by itself: the form goes on from the version that this made."""
        data = self.letter.data.copy()
        data["opened_version"] = delegation.version
        self.delegation, self._is_stored = delegation, True
        self.letter = LetterForm(data, instance=delegation)

    def is_valid(self) -> bool:
        """Whether everything that stands in the form can be saved; a row without a name is left out."""
        somebody = [row for row in self.people if not row.is_nobody]
        return all([self.letter.is_valid(), self.answers.is_valid(), *(row.is_valid() for row in somebody)])

    def forget(self) -> None:
        """What was taken back with a refused step is not stored, though it was for a moment."""
        rows = [row.instance for row in self.people if not row.is_stored]
        for instance in rows if self._is_stored else [*rows, self.letter.instance]:
            instance.pk, instance._state.adding = None, True

    @property
    def errors(self) -> bool:
        """Whether something of what was sent can't be saved."""
        rows = [row for row in self.people if row.is_bound and not row.is_nobody]
        return any(form.is_bound and form.errors for form in (self.letter, self.answers, *rows))

    def changed(self) -> list[Delegate]:
        """The people as edited, of a valid form."""
        return [row.instance for row in self.people if not row.is_nobody and not row.is_removed]

    def removed(self) -> list[Delegate]:
        return [row.instance for row in self.people if row.is_stored and row.is_removed]

    @property
    def columns(self) -> list[str]:
        """The columns of delegates that the form shows."""
        language = self.delegation.party.working_language
        return [*PERSON_FIELDS, *{row.column for row in self.people} | {f"function_{language}"}]


def _taken_over(delegate: Delegate) -> dict:
    """What a new row takes over of a person of an earlier meeting."""
    names = ("role", "honorific", "given_name", "family_name", "email", "language")
    language = delegate.delegation.party.working_language
    return {name: getattr(delegate, name) for name in names} | {
        "function": getattr(delegate, f"function_{language}") or delegate.function
    }
