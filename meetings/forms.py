"""The forms of meetings."""

from django import forms
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from acs_portal.kernel.forms import OnceForm, PortalForm, SeenForm, ToldForm, UploadField, VersionedForm
from acs_portal.kernel.languages import CODES, OWN_NAMES
from acs_portal.kernel.releases import Node
from acs_portal.kernel.texts import columns
from meetings.domain.agenda import DEEPEST
from meetings.domain.delegations import may_attend
from meetings.domain.meetings import RESERVED, CodeReserved
from meetings.domain.sittings import able_to_attend
from meetings.models import AgendaItem, Decision, Delegate, Delegation, Meeting, Sitting
from network.models import Party


def day() -> forms.DateInput:
    """A field for a day, as the browser of the reader shows it."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


def in_every_language(sentence) -> dict[str, str]:
    """A lazy sentence of the portal in its languages."""
    found = {}
    for code in CODES:
        with override(code):
            found[code] = str(sentence)
    return found


class OriginalNeeded:
    """A form whose texts in NEEDED must be there in the original language at least."""

    NEEDED: tuple[str, ...] = ("title",)

    def clean(self):
        data = super().clean()
        original = data.get("authentic_language")
        for name in self.NEEDED if original else ():
            if not data.get(f"{name}_{original}"):
                self.add_error(
                    f"{name}_{original}",
                    _("Give this text in its original language (%(language)s).")
                    % {"language": OWN_NAMES[original]},
                )
        return data

    def words(self, name: str) -> dict[str, str]:
        """A text in its three languages."""
        return {code: self.cleaned_data[f"{name}_{code}"] for code in CODES}


class MeetingForm(OriginalNeeded, VersionedForm):
    """A meeting: where, when, and the rules of its symbols and quorum."""

    TRILINGUAL = ("title", "place", "venue")

    class Meta:
        model = Meeting
        fields = (
            "code",
            "host",
            "opens_on",
            "closes_on",
            "time_zone",
            "authentic_language",
            "symbol_prefix",
            "symbol_body",
            "symbol_pattern",
            "quorum_numerator",
            "quorum_denominator",
            "quorum_is_exceeded",
            *columns("title", "place", "venue"),
        )
        widgets = {"opens_on": day(), "closes_on": day()}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["host"].queryset = Party.objects.in_protocol_order()
        self.fields["code"].disabled = self.instance.pk is not None  # it is in every address
        self.fields["code"].help_text = _("In the address of the meeting, such as rci-1-2002")

    def clean_code(self) -> str:
        code = self.cleaned_data["code"]
        if code.lower() in RESERVED:
            raise forms.ValidationError(str(CodeReserved(code=code)))
        return code

    def values(self) -> dict:
        """The values of the meeting's fields."""
        return {name: self.cleaned_data[name] for name in self._meta.fields}


class AgendaItemForm(OriginalNeeded, VersionedForm):
    """An item of the working copy, in three languages side by side."""

    TRILINGUAL = ("title", "annotation")

    class Meta:
        model = AgendaItem
        fields = ("kind", "minutes", "authentic_language", *columns("title", "annotation"))


class NewAgendaItemForm(AgendaItemForm, OnceForm):
    """A new item, and under which one it stands."""

    under = forms.ChoiceField(label=_("Under item"), required=False)
    field_order = ("under",)

    def __init__(self, *args, tree: Node, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["under"].choices = [("", _("None: an item of the first level")), *_parents(tree)]


def _parents(tree: Node, depth: int = 1) -> list[tuple[str, str]]:
    """The items that may have items under them, as choices."""
    choices = []
    for node in tree.children if depth < DEEPEST else ():
        choices += [(node.id, f"{node.number} {node.text('title')}"), *_parents(node, depth + 1)]
    return choices


class RenewedSeenForm(SeenForm):
    """A SeenForm of a page that shows the text whose sha256 is `now`."""

    TRILINGUAL = ()

    def __init__(self, *args, now: str, **kwargs):
        super().__init__(*args, initial={"seen": now}, **kwargs)
        self._now = now

    def show_again(self) -> None:
        """After a refusal the page shows the text as it is now: the next press is decided on that one."""
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = self._now

    def plain_fields(self):
        return self.visible_fields()


class NoteForm(ToldForm, RenewedSeenForm):
    """The release of an agenda: a note in three languages, and the warnings acknowledged."""

    TRILINGUAL = ("note",)

    acknowledged = forms.BooleanField(
        label=_("I have read the warnings; it goes out as it is"), required=False
    )
    note_en = forms.CharField(label="English", required=False, max_length=300)
    note_es = forms.CharField(label="Español", required=False, max_length=300)
    note_fr = forms.CharField(label="Français", required=False, max_length=300)

    def __init__(self, *args, warned: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not warned:
            del self.fields["acknowledged"]
        for code in CODES:
            self.fields[f"note_{code}"].widget.attrs["lang"] = code

    def show_again(self) -> None:
        stale = self.data.get(self.add_prefix("seen"), self._now) != self._now
        super().show_again()
        if stale:  # the warnings that were ticked are those of another text
            self.data.pop(self.add_prefix("acknowledged"), None)

    def notes(self) -> list[forms.BoundField]:
        return [self[f"note_{code}"] for code in CODES]

    def note_as_typed(self) -> dict[str, str]:
        """The note for the preview of the message: as it stands in the form."""
        return self.note() if self.is_bound else {}

    def note(self) -> dict[str, str]:
        """The note in the languages it was given in, also of a form that was refused."""
        self.is_valid()  # so that what was typed is cleaned
        given = self.cleaned_data
        return {code: given[f"note_{code}"] for code in CODES if given.get(f"note_{code}")}


class ReasonForm(forms.Form):
    """The reason of a step, which the register of acts keeps."""

    TRILINGUAL = ()

    reason = forms.CharField(label=_("Reason"), max_length=300, help_text=_("The register of acts keeps it."))

    def plain_fields(self):
        return self.visible_fields()


class CancelForm(ToldForm):
    """Why a meeting is cancelled, in the three languages of those who are told."""

    TRILINGUAL = ()

    reason_en = forms.CharField(label=_("Reason (English)"), max_length=300)
    reason_es = forms.CharField(label=_("Reason (Español)"), max_length=300)
    reason_fr = forms.CharField(label=_("Reason (Français)"), max_length=300)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for code in CODES:
            self.fields[f"reason_{code}"].widget.attrs["lang"] = code

    def plain_fields(self):
        return self.visible_fields()

    def reason(self) -> dict[str, str]:
        """The reason by language, as far as it was given; also of a form that was refused."""
        self.is_valid()  # so that what was typed is cleaned
        given = self.cleaned_data if self.is_bound else {}
        return {code: given[f"reason_{code}"] for code in CODES if given.get(f"reason_{code}")}


class DelegationForm(PortalForm):
    """The delegation of a party, with the one letter that announces it."""

    letter = UploadField(label=_("Letter"), required=False)

    class Meta:
        model = Delegation
        fields = ("party", "letter_reference", "letter_date")
        widgets = {"letter_date": day()}

    def __init__(self, *args, meeting: Meeting, **kwargs):
        super().__init__(*args, **kwargs)
        attending = [party.pk for party in Party.objects.all() if may_attend(meeting, party)]
        self.fields["party"].queryset = Party.objects.filter(pk__in=attending).in_protocol_order()
        self.fields["party"].error_messages["invalid_choice"] = _(
            "This is not a party, or was none on the opening day of the meeting."
        )


class DelegateForm(VersionedForm):
    """A delegate: name, role, function in three languages, consent to be listed."""

    TRILINGUAL = ("function",)

    class Meta:
        model = Delegate
        fields = (
            "role",
            "position",
            "honorific",
            "given_name",
            "family_name",
            "email",
            "is_listed",
            *columns("function"),
        )

    def words(self, name: str) -> dict[str, str]:
        """A text in its three languages."""
        return {code: self.cleaned_data[f"{name}_{code}"] for code in CODES}


class NewDelegateForm(DelegateForm):
    """A new delegate, last in the order of precedence."""

    class Meta(DelegateForm.Meta):
        exclude = ("position",)

    def validate_constraints(self) -> None:
        """The domain refuses a second head and a second registration."""


class SittingForm(PortalForm):
    """A sitting, its hours as the clock shows them at the place of the meeting."""

    class Meta:
        model = Sitting
        fields = ("number", "starts_at", "ends_at", "present")
        widgets = {
            "present": forms.CheckboxSelectMultiple,
            **{
                name: forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
                for name in ("starts_at", "ends_at")
            },
        }

    def __init__(self, *args, meeting: Meeting, **kwargs):
        self.zone = meeting.zone
        super().__init__(*args, **kwargs)
        here = _("Time at the place of the meeting (%(zone)s)") % {"zone": meeting.get_time_zone_display()}
        self.fields["starts_at"].help_text = self.fields["ends_at"].help_text = here
        self.fields["present"].queryset = (
            able_to_attend(meeting).select_related("party").order_by(f"party__sort_{get_language()}")
        )
        self.fields["present"].help_text = _("Delegations with at least one delegate are listed.")
        self.fields["present"].label_from_instance = lambda delegation: delegation.party.name

    def full_clean(self) -> None:
        with timezone.override(self.zone):
            super().full_clean()


class DecisionForm(OriginalNeeded, PortalForm):
    """A decision with its exact text in three languages."""

    TRILINGUAL = ("title", "text")
    NEEDED = ("title", "text")

    class Meta:
        model = Decision
        fields = (
            "sitting",
            "agenda_item",
            "mode",
            "decided_on",
            "authentic_language",
            *columns("title", "text"),
        )
        widgets = {"decided_on": day()}

    def __init__(self, *args, meeting: Meeting, tree: Node, **kwargs):
        super().__init__(*args, **kwargs)
        known = {node.id: f"{node.number} {node.text('title')}" for node in tree.walk()}
        self.fields["sitting"].queryset = meeting.sittings.select_related("meeting")
        self.fields["sitting"].label_from_instance = lambda sitting: (
            _("Sitting %(number)s, %(day)s")
            % {
                "number": sitting.number,
                "day": sitting.day.isoformat(),
            }
        )
        self.fields["agenda_item"].queryset = meeting.agenda_items.all()
        self.fields["agenda_item"].required = False
        self.fields["agenda_item"].label_from_instance = lambda item: (
            known.get(str(item.uid)) or _("%(title)s (not released yet)") % {"title": item.title}
        )
