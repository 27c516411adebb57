"""The forms of a workbook: uploaded, and confirmed as it was previewed."""

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import PurePath

from django import forms
from django.utils.translation import gettext_lazy

from acs_portal.kernel.errors import RuleBroken
from acs_portal.kernel.forms import SealedField
from acs_portal.kernel.workbooks import UPLOAD_MOST, SheetTooLarge

from ..domain import sheet_reader
from ..domain.sheet_book import Content
from ..domain.sheet_columns import Part, Row
from ..models import Party
from .sheet_plan import Plan


class SheetUploadForm(forms.Form):
    """A filled workbook; `content` is what was read of it."""

    file = forms.FileField(
        label=gettext_lazy("Workbook"),
        help_text=gettext_lazy("The XLSX workbook of this profile, filled in; at most 5 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx", "class": "form-control"}),
    )

    def __init__(self, *args, party: Party, **kwargs):
        super().__init__(*args, **kwargs)
        self.party = party

    def clean_file(self):
        upload = self.cleaned_data["file"]
        self.source_name = PurePath(upload.name).name[:120]
        try:
            if upload.size > UPLOAD_MOST:
                raise SheetTooLarge(name=self.source_name)
            self.content = sheet_reader.read(upload.read(), name=self.source_name, party=self.party)
        except RuleBroken as broken:
            raise forms.ValidationError(str(broken)) from None
        return upload


class SheetConfirmForm(forms.Form):
    """What was previewed, sealed by the server for one person and party: exactly that is taken."""

    preview = SealedField(salt="profile-sheet")

    def __init__(self, *args, party: Party, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["preview"].salt += f":{party.code}:{by.pk}"

    def sealed(self, plan: Plan, source_name: str) -> str:
        """The preview as the form carries it. Raises TooMuchAtOnce."""
        seen = {"content": asdict(plan.touched), "seen": plan.seen, "source_name": source_name}
        return self.fields["preview"].seal(seen)

    def clean_preview(self) -> tuple[Content, str, str]:
        """(what was read, fingerprint of the draft that was seen, name of the file)."""
        seen = self.cleaned_data["preview"]
        return _content(seen["content"]), seen["seen"], seen["source_name"]


def _content(data: dict) -> Content:
    content = Content(data["language"], titles=data["titles"])
    content.office = next(_rows([data["office"]]), None) if data["office"] else None
    content.entries = {section: list(_rows(rows)) for section, rows in data["entries"].items()}
    return content


def _rows(found: list[dict]) -> Iterator[Row]:
    for one in found:
        parts = {name: [Part(**part) for part in parts] for name, parts in one["parts"].items()}
        yield Row(**one | {"parts": parts})
