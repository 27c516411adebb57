"""The forms of the entries of a profile, with rows that repeat."""

from decimal import Decimal

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from acs_portal.kernel.dates import official_day, partial, validate_partial_date
from acs_portal.kernel.forms import OnceForm, VersionedForm
from acs_portal.kernel.languages import CODES, name_of
from acs_portal.kernel.texts import columns

from ..models import (
    ENTRIES,
    Agreement,
    Entry,
    Exchange,
    FundingSource,
    Party,
    Programme,
    PurposeCode,
    Role,
)
from .bases import PlainForm

MOST = Decimal("999999999999.99")
EMPTY_ROWS = 1  # offered under those that are filled


def _wide(widget: type[forms.Widget] = forms.TextInput, **attributes) -> forms.Widget:
    name = "form-select" if issubclass(widget, forms.Select) else "form-control"
    return widget(attrs={"class": name, **attributes})


# ---------------------------------------------------------------- rows


class RowForm(forms.Form):
    """A row of an entry; `parties` are the parties that can be chosen, as (code, name)."""

    def __init__(self, *args, parties: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        if "party" in self.fields:
            self.fields["party"].choices = [("", "–"), *parties]
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = str(field.label)

    def row(self) -> dict:
        """The row as an entry keeps it: JSON values, what is empty left out."""
        values = {name: value for name, value in self.cleaned_data.items() if name != "DELETE"}
        plain = {n: format(v, "f") if isinstance(v, Decimal) else v for n, v in values.items()}
        return {name: value for name, value in plain.items() if value}


class MoneyRow(RowForm):
    """A row with an amount, which needs a currency, as the currency an amount."""

    amount = forms.DecimalField(
        label=_("Amount"),
        required=False,
        max_digits=14,
        decimal_places=2,
        localize=True,
        validators=[MinValueValidator(0), MaxValueValidator(MOST)],
        widget=_wide(inputmode="decimal"),
    )
    currency = forms.CharField(
        label=_("Currency"),
        required=False,
        max_length=3,
        validators=[RegexValidator(r"^[A-Z]{3}$", _("A currency has three letters, such as USD."))],
        widget=_wide(placeholder="USD"),
    )

    def clean(self):
        data = super().clean()
        if "amount" in data and "currency" in data and (data["amount"] is None) != (not data["currency"]):
            raise forms.ValidationError(_("An amount needs a currency, and a currency an amount."))
        return data


class WhoRow:
    """A row that names a party of the list or an organisation by its name."""

    def clean(self):
        data = super().clean()
        if bool(data.get("party")) == bool(data.get("name")):
            raise forms.ValidationError(_("Choose a party or write the name of an organisation."))
        return data


PARTY = {"label": _("Party"), "required": False}


class CountryRow(RowForm):
    """A country of a programme, with its share in percent where it is known."""

    party = forms.ChoiceField(label=_("Country"), widget=_wide(forms.Select))
    share = forms.DecimalField(
        label=_("Share in %"),
        required=False,
        max_digits=5,
        decimal_places=2,
        localize=True,
        validators=[MinValueValidator(Decimal("0.01")), MaxValueValidator(100)],
        widget=_wide(inputmode="decimal"),
    )


class PartnerRow(WhoRow, RowForm):
    """A partner of a programme with its role."""

    party = forms.ChoiceField(widget=_wide(forms.Select), **PARTY)
    name = forms.CharField(label=_("or organisation"), required=False, max_length=200, widget=_wide())
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, widget=_wide(forms.Select), initial="4")


class SignatoryRow(WhoRow, RowForm):
    """A party to an agreement."""

    party = forms.ChoiceField(widget=_wide(forms.Select), **PARTY)
    name = forms.CharField(label=_("or organisation"), required=False, max_length=200, widget=_wide())


class DonorRow(WhoRow, MoneyRow):
    """A donor of a programme with what it gives."""

    party = forms.ChoiceField(widget=_wide(forms.Select), **PARTY)
    name = forms.CharField(label=_("or organisation"), required=False, max_length=200, widget=_wide())
    field_order = ("party", "name", "amount", "currency")


class WindowRow(MoneyRow):
    """A window of a funding source: when it opens, until when one may apply, and for how much at most."""

    name = forms.CharField(label=_("Window"), required=False, max_length=120, widget=_wide())
    opens = forms.CharField(
        label=_("Opens"),
        required=False,
        validators=[validate_partial_date],
        widget=_wide(placeholder="2027-03"),
    )
    deadline = forms.CharField(
        label=_("Deadline"),
        required=False,
        validators=[validate_partial_date],
        widget=_wide(placeholder="2027-05-31"),
    )
    field_order = ("name", "opens", "deadline", "amount", "currency")

    def clean(self):
        data = super().clean()
        opens, deadline = partial(data.get("opens", "")), partial(data.get("deadline", ""))
        if opens and deadline and deadline.latest < opens.earliest:
            raise forms.ValidationError(_("The deadline is before the day on which the window opens."))
        return data


class RowSet(forms.BaseFormSet):
    """The rows of one kind of an entry."""

    deletion_widget = forms.CheckboxInput

    def rows(self) -> list[dict]:
        """The rows that are to be kept, as the entry keeps them."""
        kept = (form for form in self.forms if form not in self.deleted_forms)
        return [row for form in kept if form.has_changed() or form.initial if (row := form.row())]

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.fields["DELETE"].label = _("Remove")
        form.fields["DELETE"].widget.attrs |= {"class": "form-check-input", "aria-label": str(_("Remove"))}


ROWS = {
    (Programme, "countries"): CountryRow,
    (Programme, "partners"): PartnerRow,
    (Programme, "donors"): DonorRow,
    (Agreement, "partners"): SignatoryRow,
    (FundingSource, "windows"): WindowRow,
}


# ---------------------------------------------------------------- an entry


class EntryForm(VersionedForm, OnceForm):
    """An entry of the working copy, its texts in three languages side by side."""

    def __init__(self, *args, **kwargs):
        self.row_conflicts: list[tuple[str, str, str]] = []
        super().__init__(*args, **kwargs)
        party, today = self.instance.profile.party, official_day(timezone.now())
        self.fields["contact"].queryset = party.posts.select_related("party")
        self.fields["sector"].queryset = PurposeCode.objects.valid_on(today) | PurposeCode.objects.filter(
            pk=self.instance.sector_id
        )
        if "languages" in self.fields:
            self.fields["languages"].choices = [(code, name_of(code)) for code in CODES]

    def _differences(self) -> list[tuple[str, str, str]]:
        return super()._differences() + self.row_conflicts


class ExchangeForm(EntryForm):
    """An offer or a need."""

    languages = forms.MultipleChoiceField(
        label=_("Working languages"), required=False, widget=forms.CheckboxSelectMultiple
    )


FIELDS = {
    Exchange: ("visibility", "authentic_language", "sector", "modality", "support"),
    Programme: ("visibility", "authentic_language", "sector", "status", "modality", "is_pooled"),
    Agreement: ("visibility", "authentic_language", "reference", "sector", "website"),
    FundingSource: ("visibility", "authentic_language", "provider", "sector", "website"),
}
LAST = ("starts", "ends", "contact", "note")


def form_of(model: type[Entry]) -> type[EntryForm]:
    """The form of a kind of entry."""
    is_exchange = issubclass(model, Exchange)
    last = (*LAST, "languages") if is_exchange else LAST
    fields = (*FIELDS[Exchange if is_exchange else model], *last, *columns(*model.TRILINGUAL))
    base = ExchangeForm if is_exchange else EntryForm
    own = {"TRILINGUAL": model.TRILINGUAL}
    widgets = {"note": forms.Textarea(attrs={"rows": 2})}
    return forms.modelform_factory(model, type(base.__name__, (base,), own), fields=fields, widgets=widgets)


class Editor:
    """An entry on a page: its form and its rows, which are valid together and lose nothing that was typed.

    `typed` is what was sent, None when the page is opened; `more` names the rows of which one more is
    wanted: then nothing is judged, and what was typed stands in the fields as before.
    """

    def __init__(self, entry: Entry, typed: QueryDict | None = None, more: str = ""):
        self.entry, self.typed, self.more = entry, typed, more
        form = form_of(type(entry))
        if typed is not None and more:
            self.form = form(instance=entry, initial=_as_typed(form, typed))
        else:
            self.form = form(typed, instance=entry)
        self.rowsets = [(name, self._label(name), self._rowset(name)) for name in entry.ROWS]

    def is_valid(self) -> bool:
        """Whether form and rows are, sent to be kept; the entry then holds them."""
        if self.typed is None or self.more:
            return False
        if not all([rowset.is_valid() for _name, _label, rowset in self.rowsets]):
            self.form.add_error(None, _("Look at the rows below: not all of them can be kept as they are."))
            return False
        kept = {name: rowset.rows() for name, _label, rowset in self.rowsets}
        self.form.row_conflicts = [
            (label, _told(getattr(self.entry, name)), _told(kept[name]))
            for name, label, _rowset in self.rowsets
            if getattr(self.entry, name) != kept[name]
        ]
        if not self.form.is_valid():
            return False
        for name, rows in kept.items():
            setattr(self.entry, name, rows)
        return True

    def _label(self, name: str) -> str:
        return str(self.entry._meta.get_field(name).verbose_name)

    def _rowset(self, name: str) -> RowSet:
        stored = getattr(self.entry, name)
        extra = EMPTY_ROWS
        if self.more:
            stored, extra = _typed_rows(self.row_form(name), self.typed, name), int(self.more == name)
        kind = forms.formset_factory(
            self.row_form(name), RowSet, extra=extra, can_delete=True, max_num=60, absolute_max=200
        )
        typed = None if self.more else self.typed
        return kind(typed, prefix=name, initial=stored, form_kwargs={"parties": self.parties})

    def row_form(self, name: str) -> type[RowForm]:
        return ROWS[type(self.entry), name]

    @cached_property
    def parties(self) -> list[tuple[str, str]]:
        """The parties that rows can name; one query for all rows."""
        return [(party.code, party.name) for party in Party.objects.in_protocol_order(get_language())]


def _as_typed(form: type[EntryForm], typed: QueryDict) -> dict:
    """What was typed into a form, as the initial values of the same form."""
    values = {}
    for name, field in form.base_fields.items():
        several = isinstance(field, forms.MultipleChoiceField)
        values[name] = typed.getlist(name) if several else typed.get(name, "")
    return values


def _typed_rows(form: type[RowForm], typed: QueryDict, prefix: str) -> list[dict]:
    total = typed.get(f"{prefix}-TOTAL_FORMS", "")
    names = form.base_fields
    rows = [
        {name: typed.get(f"{prefix}-{place}-{name}", "") for name in names}
        for place in range(min(int(total), 60) if total.isdecimal() else 0)
        if f"{prefix}-{place}-DELETE" not in typed
    ]
    return [row for row in rows if any(row.values())]


def _told(rows: list[dict]) -> str:
    """Rows as a person compares them."""
    return "; ".join(", ".join(str(value) for value in row.values()) for row in rows)


class RemoveForm(PlainForm):
    """Why an entry is taken away."""

    reason = forms.CharField(label=_("Reason (optional)"), required=False, max_length=300)


def new_entry(profile, section: str) -> Entry:
    """An entry of a section that is not stored yet, in the language of its party."""
    return ENTRIES[section](profile=profile, authentic_language=profile.party.working_language)
