"""Forms of the action plan and of the import of project fiches."""

import re
from decimal import Decimal
from pathlib import PurePath

from django import forms
from django.core.validators import RegexValidator
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from acs_portal.kernel.errors import RuleBroken
from acs_portal.kernel.forms import OnceForm, SealedField, SeenForm, ToldForm, VersionedForm
from acs_portal.kernel.texts import columns
from actionplan.domain import adoption
from actionplan.domain.fiche_reader import amount_in
from actionplan.models import Axis, Item, MandateParagraph, Plan
from meetings.models import Meeting

RESERVED = {"new", "mandates"}
FICHE_MOST_BYTES = 256 * 1024


class FicheTooLarge(RuleBroken):
    message = _("“%(name)s” has %(size)s; a project fiche has at most %(most)s.")


class FicheNotText(RuleBroken):
    message = _("“%(name)s” is not a text file. Save the fiche as plain text (.txt, UTF-8) and try again.")


class FicheNotUtf8(RuleBroken):
    message = _(
        "“%(name)s” is not in UTF-8 (its accents cannot be read). Save it again as plain text with the "
        "encoding UTF-8 and try again."
    )


class AmountField(forms.DecimalField):
    """An amount of money as people write it: 18500, 18.500,00 and 18,500.00 are all taken."""

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal"}))
        super().__init__(max_digits=14, decimal_places=2, min_value=0, **kwargs)

    def to_python(self, value) -> Decimal | None:
        if isinstance(value, str) and value.strip():
            try:
                return amount_in(value.strip().replace("\xa0", " ").replace("\u202f", " "))
            except ValueError:
                raise forms.ValidationError(
                    _("“%(value)s” is not an amount."), params={"value": value}
                ) from None
        return super().to_python(value)


class CurrencyField(forms.CharField):
    """A currency as three letters, kept in capitals."""

    THREE_LETTERS = RegexValidator(re.compile(r"[A-Z]{3}"), _("A currency has three letters, such as USD."))

    def __init__(self, **kwargs):
        super().__init__(max_length=3, validators=[self.THREE_LETTERS], **kwargs)

    def to_python(self, value) -> str:
        return super().to_python(value).upper()


def _day() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class NamedForm(VersionedForm):
    """A form whose first text must be written in at least one language."""

    def clean(self):
        data = super().clean()
        name = self.TRILINGUAL[0]
        if not any(data.get(column, "").strip() for column in columns(name)):
            label = self._meta.model._meta.get_field(f"{name}_en").verbose_name
            self.add_error(
                f"{name}_{self.instance.authentic_language}",
                _("Write this text in at least one language: %(name)s.") % {"name": label},
            )
        return data


class PlanForm(NamedForm):
    TRILINGUAL = ("title", "preamble")

    class Meta:
        model = Plan
        fields = ["meeting", "authentic_language", *columns("title", "preamble")]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["meeting"].queryset = Meeting.objects.announced()


class NewPlanForm(PlanForm):
    class Meta(PlanForm.Meta):
        fields = ["code", *PlanForm.Meta.fields]

    def clean_code(self) -> str:
        code = self.cleaned_data["code"].lower()
        if code in RESERVED:
            raise forms.ValidationError(
                _("This word has another meaning in the addresses. Choose another code.")
            )
        return code


class AxisForm(NamedForm):
    TRILINGUAL = ("title", "objective")

    class Meta:
        model = Axis
        fields = columns("title", "objective")


class ItemForm(NamedForm):
    TRILINGUAL = ("action", "result", "responsible", "indicator")
    FACTS = ("starts_on", "ends_on", "amount", "currency", "mandates")

    amount = AmountField(label=_("Budget"), required=False)
    currency = CurrencyField(label=_("Currency"), required=False, help_text=_("Three letters, such as USD"))

    class Meta:
        model = Item
        fields = ["starts_on", "ends_on", "amount", "currency", "mandates"]
        fields += columns("action", "result", "responsible", "indicator")
        widgets = {"starts_on": _day(), "ends_on": _day(), "mandates": forms.CheckboxSelectMultiple}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["mandates"].queryset = MandateParagraph.objects.all()
        self.fields["mandates"].label_from_instance = MandateParagraph.__str__


class NewAxisForm(OnceForm, AxisForm):
    """A new axis; sent twice, it is added once."""


class NewItemForm(OnceForm, ItemForm):
    """A new item; sent twice, it is added once."""


class AdoptForm(ToldForm, SeenForm):
    """The decision by which a plan is adopted."""

    decision = forms.ModelChoiceField(queryset=None, label=_("Decision"), empty_label=None)

    def __init__(self, plan: Plan, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["decision"].queryset = adoption.decisions_for(plan)
        self.fields["decision"].widget.attrs["class"] = "form-select"


class FicheUploadForm(forms.Form):
    """A project fiche as a text file; `cleaned_data["file"]` is its text."""

    file = forms.FileField(
        label=_("Text file"),
        help_text=_("The text form of a project fiche, sections 1.1 to 1.11, as plain text in UTF-8."),
        widget=forms.ClearableFileInput(attrs={"accept": ".txt,text/plain", "class": "form-control"}),
    )

    def clean_file(self) -> str:
        upload = self.cleaned_data["file"]
        self.source_name = PurePath(upload.name).name[:120]
        try:
            return self._text(upload)
        except RuleBroken as broken:
            raise forms.ValidationError(str(broken)) from None

    def _text(self, upload) -> str:
        if upload.size > FICHE_MOST_BYTES:
            raise FicheTooLarge(
                name=self.source_name, size=filesizeformat(upload.size), most=filesizeformat(FICHE_MOST_BYTES)
            )
        data = upload.read()
        if b"\0" in data or data.startswith((b"%PDF", b"PK\x03\x04", b"{\\rtf", b"\xd0\xcf\x11\xe0")):
            raise FicheNotText(name=self.source_name)
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise FicheNotUtf8(name=self.source_name) from None


class FicheConfirmForm(forms.Form):
    """What was previewed, sealed by the server so that exactly that is put on record."""

    preview = SealedField(salt="fiche-import")

    def sealed(self, *, text: str, source_name: str, compared_with: str) -> str:
        """The preview as the form carries it."""
        seen = {"text": text, "source_name": source_name, "compared_with": compared_with}
        return self.fields["preview"].seal(seen)
