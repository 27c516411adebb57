"""A list of delegates: uploaded, judged row by row, and confirmed as it was previewed."""

import copy
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import PurePath

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from acs_portal.kernel.errors import RuleBroken
from acs_portal.kernel.folding import fold
from acs_portal.kernel.forms import SealedField
from acs_portal.kernel.models import User
from acs_portal.kernel.workbooks import UPLOAD_MOST, SheetTooLarge
from meetings.domain import delegate_import, delegate_sheet
from meetings.domain.delegate_import import CHANGED, NEW, Step
from meetings.domain.delegate_sheet import KEYS, Choices, Row
from meetings.models import Delegate, Delegation, Meeting
from network.models import Party


class ListUploadForm(forms.Form):
    """A filled list of delegates; `rows` is what was read of it."""

    file = forms.FileField(
        label=gettext_lazy("Workbook"),
        help_text=gettext_lazy("The XLSX list of delegates of this meeting, filled in; at most 5 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx", "class": "form-control"}),
    )

    def __init__(self, *args, meeting: Meeting, **kwargs):
        super().__init__(*args, **kwargs)
        self.meeting = meeting

    def clean_file(self):
        upload = self.cleaned_data["file"]
        self.source_name = PurePath(upload.name).name[:120]
        try:
            if upload.size > UPLOAD_MOST:
                raise SheetTooLarge(name=self.source_name)
            self.rows = delegate_sheet.read(upload.read(), name=self.source_name, meeting=self.meeting)
        except RuleBroken as broken:
            raise forms.ValidationError(str(broken)) from None
        return upload


class ListConfirmForm(forms.Form):
    """What was previewed, sealed for one person and meeting: exactly that is taken."""

    preview = SealedField(salt="delegate-list")

    def __init__(self, *args, meeting: Meeting, by: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["preview"].salt += f":{meeting.pk}:{by.pk}"

    def sealed(self, rows: Iterable[Row], seen: str, source_name: str) -> str:
        """The preview as the form carries it. Raises TooMuchAtOnce."""
        value = {"rows": [asdict(row) for row in rows], "seen": seen, "source_name": source_name}
        return self.fields["preview"].seal(value)

    def clean_preview(self) -> tuple[list[Row], str, str]:
        """(the rows, fingerprint of the registrations that were seen, name of the file)."""
        value = self.cleaned_data["preview"]
        return [Row(**row) for row in value["rows"]], value["seen"], value["source_name"]


class RowForm(forms.ModelForm):
    """One row as the portal would keep it: the domain guards what is between the rows."""

    class Meta:
        model = Delegate
        fields = tuple(key for key in KEYS if key not in ("party", "function"))

    function = forms.CharField(max_length=200, required=False)

    def validate_constraints(self) -> None:
        """The domain refuses a second head and a second registration."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a row, and in which column where one is to blame."""

    line: int
    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class Change:
    """What a row does, as a person compares it: (column, before, after) for each cell that differs."""

    what: str
    line: int
    name: str
    party: Party
    texts: list[tuple[str, str, str]]


@dataclass(slots=True)
class ListPlan:
    """What a list would do to registrations with a fingerprint."""

    seen: str
    steps: list[Step] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    stays: int = 0
    new_delegations: list[Party] = field(default_factory=list)


def list_plan(rows: Iterable[Row], meeting: Meeting) -> ListPlan:
    """What each row means, judged by itself; what the rules say of all together is told by try_plan."""
    plan = ListPlan(delegate_import.fingerprint(meeting))
    judge = _Judge(plan, meeting)
    for row in rows:
        judge.row(row)
    there = set(meeting.delegations.values_list("party_id", flat=True))
    parties = {step.party.pk: step.party for step in plan.steps if step.what == NEW}
    plan.new_delegations = [party for pk, party in parties.items() if pk not in there]
    return plan


def try_plan(plan: ListPlan, meeting: Meeting, *, by: User, on: datetime) -> None:
    """Put into a plan what the rules refuse. Raises MeetingClosed."""
    refused = delegate_import.trial(meeting=meeting, steps=plan.steps, by=by, on=on)
    plan.problems += [Problem(line, "", reason) for line, reason in refused.items()]
    plan.problems.sort(key=lambda problem: problem.line)


class _Judge:
    """Goes through the rows and writes into the plan what each of them means."""

    def __init__(self, plan: ListPlan, meeting: Meeting):
        self.plan, self.meeting = plan, meeting
        self.choices, self.labels = Choices(meeting), delegate_sheet.labels()
        self.parties = {party.code: party for party in self.choices.parties}
        self.stored = list(delegate_sheet.registered(meeting))
        self.lines: dict[int, int] = {}  # id of a delegate -> the row that is about them

    def row(self, row: Row) -> None:
        """Write one row into the plan."""
        before = len(self.plan.problems)
        codes = {key: self._code(row, key) for key in self.choices.accepted}
        party = self.parties.get(codes["party"])
        if party is None and row.cells.get("party", "") == "":
            self._say(row, "party", _("Say of which party this delegate is."))
        if len(self.plan.problems) > before:
            return
        stored = self._stored(row, party)
        if stored is not None and stored.delegation.party_id != party.pk:
            self._say(row, "party", _("A delegate does not change the delegation: withdraw, then register."))
        elif stored is not None and stored.pk in self.lines:
            said = _("Row %(line)s is about the same delegate.")
            self._say(row, "", said % {"line": self.lines[stored.pk]})
        else:
            self._judged(row, party, stored, row.cells | codes)

    def _code(self, row: Row, key: str) -> str:
        try:
            return self.choices.code(key, row.cells.get(key, ""))
        except RuleBroken as broken:
            self._say(row, key, str(broken))
            return ""

    def _stored(self, row: Row, party: Party) -> Delegate | None:
        """The delegate whom a row is about: by the id, else by the name in the delegation.

        Not by the e-mail address: two colleagues may share that of their office.
        """
        if row.pk and (known := next((one for one in self.stored if str(one.pk) == row.pk), None)):
            return known
        name = fold(row.cells.get("given_name", "")), fold(row.cells.get("family_name", ""))
        ours = (one for one in self.stored if one.delegation.party_id == party.pk)
        return next((one for one in ours if (fold(one.given_name), fold(one.family_name)) == name), None)

    def _judged(self, row: Row, party: Party, stored: Delegate | None, values: dict[str, str]) -> None:
        """Fill a delegate with the cells that say something else; what stays as it is, is not judged."""
        now = delegate_sheet.cells_of(stored, self.choices) if stored else dict.fromkeys(KEYS, "")
        said = {key: text for key, text in row.cells.items() if text and text != now[key]}
        delegate = copy.copy(stored) if stored else self._blank(party)
        form = RowForm(_as_data(delegate) | {key: values[key] for key in said}, instance=delegate)
        wrong = {name: errors for name, errors in form.errors.items() if name in said or not stored}
        for name, errors in wrong.items():
            self._say(row, name, " ".join(errors))
        if wrong:
            return
        if "function" in said:
            setattr(delegate, delegate_sheet.function_column(party), form.cleaned_data["function"])
        self._written(row, party, stored, delegate, now)

    def _blank(self, party: Party) -> Delegate:
        return Delegate(delegation=Delegation(meeting=self.meeting, party=party), role=Delegate.Role.ADVISER)

    def _written(
        self, row: Row, party: Party, stored: Delegate | None, delegate: Delegate, now: dict[str, str]
    ) -> None:
        then = delegate_sheet.cells_of(delegate, self.choices)
        texts = [(self.labels[key], now[key], then[key]) for key in KEYS if now[key] != then[key]]
        if stored:
            self.lines[stored.pk] = row.line
        if not texts:
            self.plan.stays += 1
            return
        what = CHANGED if stored else NEW
        self.plan.steps.append(Step(what, row.line, party, delegate))
        self.plan.changes.append(Change(what, row.line, delegate.full_name, party, texts))

    def _say(self, row: Row, key: str, reason: str) -> None:
        self.plan.problems.append(Problem(row.line, self.labels.get(key, ""), reason))


def _as_data(delegate: Delegate) -> dict[str, str]:
    """What a delegate says already, as the form of a row takes it."""
    return {name: getattr(delegate, name) for name in RowForm.Meta.fields}
