"""The kernel's own tables: accounts and invitations, acts, releases and issued documents, messages, files."""

from __future__ import annotations

import hashlib
import json
import secrets
import zoneinfo
from functools import cache

from django.apps import apps
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.text import capfirst
from django.utils.translation import gettext, override, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from . import roles
from .errors import RuleBroken
from .languages import CHOICES, CODES, OWN_NAMES
from .message_kinds import KINDS
from .texts import best


class Stale(RuleBroken):
    message = _("Somebody else saved this in the meantime. Open it again and compare.")


def time_zones() -> list[tuple[str, str]]:
    """The time zones a person may choose from."""
    return [(name, name.replace("_", " ")) for name in sorted(zoneinfo.available_timezones()) if "/" in name]


def _shown(value) -> str:
    """A recorded JSON value as a person reads it."""
    if isinstance(value, list):
        return ", ".join(_shown(part) for part in value)
    if isinstance(value, dict):  # a label in the three languages
        return best(value, "en").value
    return "" if value is None else str(value)


@cache
def _model_of(to_type: str) -> type[models.Model] | None:
    """The model that the register knows by this name; None for one that is no longer there."""
    try:
        return apps.get_model(to_type)
    except (LookupError, ValueError):
        return None


@cache
def _field_of(to_type: str, column: str) -> models.Field | None:
    """The field that a recorded change names: of the object, or of a part of it in the same app."""
    model = _model_of(to_type)
    for one in (model, *model._meta.app_config.get_models()) if model else ():
        columns = {field.name: field for field in one._meta.fields + one._meta.many_to_many}
        if field := columns.get(column) or columns.get(f"{column}_en"):
            return field
    return None


class UserManager(BaseUserManager):
    def create_user(self, email: str, password: str | None = None, **fields) -> User:
        """An account; without a password nobody can log in until one is set by invitation."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> User:
        """The first system administrator of an installation (manages accounts, no content rights)."""
        return self.create_user(email, password, role=roles.ADMINISTRATOR, **fields)

    def get_by_natural_key(self, email: str) -> User:
        return self.get(email__iexact=email)


class User(AbstractBaseUser):
    """A person with an account: logs in by e-mail, is spoken to in a language, at home in a time zone."""

    PERSONAL = ("email", "name")

    class News(models.TextChoices):
        NOW = "now", pgettext_lazy("when news is told", "At once, each in a message of its own")
        DAILY = "daily", pgettext_lazy("when news is told", "Once a day, in one message")
        WEEKLY = "weekly", pgettext_lazy("when news is told", "Once a week, on Monday, in one message")
        NEVER = "never", pgettext_lazy("when news is told", "Never")

    HOUSE_ROLES = [(role, roles.ROLES[role]) for role in (roles.OFFICER, roles.APPROVER, roles.ADMINISTRATOR)]

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=200)
    language = models.CharField(_("language"), max_length=2, choices=CHOICES, default="en")
    time_zone = models.CharField(
        _("time zone"), max_length=64, choices=time_zones, default="America/Port_of_Spain"
    )
    role = models.CharField(_("role in the Secretariat"), max_length=20, choices=HOUSE_ROLES, blank=True)
    is_active = models.BooleanField(_("may log in"), default=True)
    is_demonstration = models.BooleanField(_("demonstration account"), default=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    news = models.CharField(
        _("news by e-mail"),
        max_length=8,
        choices=News,
        default=News.NOW,
        help_text=_(
            "Reminders and coming meetings. What is official always comes at once: invitations, "
            "released agendas, adopted plans, cancellations."
        ),
    )
    unreachable_since = models.DateTimeField(_("unreachable since"), null=True, blank=True, editable=False)
    unreachable_why = models.CharField(_("why unreachable"), max_length=500, blank=True, editable=False)

    objects = UserManager()

    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(Lower("email"), name="one_account_per_address")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_staff(self) -> bool:
        """Who may open /admin/: the Secretariat reads the registers, the administrator keeps accounts."""
        return self.is_active and self.role != ""

    is_superuser = False

    def has_perm(self, permission: str, obj=None) -> bool:
        """Rights in /admin/: accounts for the administrator; content is read-only for the Secretariat."""
        app, _dot, name = permission.partition(".")
        if not self.is_staff:
            return False
        if self.role == roles.ADMINISTRATOR:
            accounts = app == "kernel" and name.endswith(("_user", "_invitation"))
            return accounts and not name.startswith("delete_")
        return name.startswith("view_") and app in {"network", "meetings", "actionplan", "kernel"}

    def has_module_perms(self, app_label: str) -> bool:
        """Which registers are listed in /admin/."""
        if self.role == roles.ADMINISTRATOR:
            return app_label == "kernel"
        return self.is_staff and app_label in {"network", "meetings", "actionplan", "kernel"}


class Invitation(models.Model):
    """An invitation to open an account: sent to one address, valid until a date, taken once."""

    email = models.EmailField(_("e-mail address"))
    user = models.ForeignKey(User, models.PROTECT, related_name="invitations", verbose_name=_("account"))
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("invited by"))
    created_at = models.DateTimeField(_("sent"), default=timezone.now)
    expires_at = models.DateTimeField(_("valid until"))
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.email

    @staticmethod
    def hash_of(token: str) -> str:
        """What is stored of a token: its sha256, so that the database gives no way in."""
        return hashlib.sha256(token.encode()).hexdigest()

    @staticmethod
    def new_token() -> str:
        return secrets.token_urlsafe(32)

    def is_open(self, now) -> bool:
        """Whether it can still be taken at `now`."""
        return self.accepted_at is None and now < self.expires_at


class Act(models.Model):
    """One entry of the register: who did what, in which capacity, to what, when and why. Append-only."""

    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="acts", verbose_name=_("who"))
    by_name = models.CharField(_("name at the time"), max_length=200)
    capacity = models.CharField(_("in which capacity"), max_length=20, choices=list(roles.ROLES.items()))
    capacity_of = models.JSONField(_("of which party"), default=dict, blank=True)
    did = models.CharField(_("what"), max_length=60)
    to_type = models.CharField(max_length=60)
    to_id = models.CharField(max_length=40)
    to_label = models.JSONField(_("to what"), default=dict)
    before = models.JSONField(_("before"), default=dict)
    after = models.JSONField(_("after"), default=dict)
    reason = models.TextField(_("why"), blank=True)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = _("act")
        verbose_name_plural = _("register of acts")
        ordering = ["-id"]
        indexes = [models.Index(fields=["to_type", "to_id", "-id"])]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.by_name} {self.did}"

    def get_absolute_url(self) -> str:
        """The register from this entry down."""
        return reverse("acts") + f"?upto={self.pk}"

    def label_in(self, language: str) -> str:
        """What an entry is called when an act is on it: a verification goes up to an entry."""
        with translation.override(language):
            return gettext("Register of acts, entry %(number)s") % {"number": self.pk}

    @property
    def changes(self) -> list[tuple[str, str, str]]:
        """(field, before, after) for each field that the act changed, as a person reads it."""
        names = {**self.before, **self.after}
        rows = [(name, self.before.get(name), self.after.get(name)) for name in names]
        return [
            (self._field_name(name), self._value(name, old), self._value(name, new))
            for name, old, new in rows
            if old != new
        ]

    def _value(self, name: str, value) -> str:
        """A recorded value as a person reads it; of a choice, its label."""
        field = _field_of(self.to_type, name.rpartition(" ")[2])
        if isinstance(value, str) and value and getattr(field, "choices", None):
            return str(dict(field.flatchoices).get(value, value))
        return _shown(value)

    def _field_name(self, column: str) -> str:
        """The name of a column in the language in force; a language's column carries the language.

        A key such as "1.2 action_en" names a column of a part: its number stays in front.
        """
        number, _space, column = column.rpartition(" ")
        name = self._column_name(column)
        return f"{number} {name}" if number else name

    def _column_name(self, column: str) -> str:
        field = _field_of(self.to_type, column)
        if field is None:
            return column
        name = capfirst(str(field.verbose_name))
        # a text told in one language is named without it
        language = field.name == column and getattr(field, "_translated_field_language_code", "")
        return f"{name} ({OWN_NAMES[language]})" if language else name

    @property
    def model(self) -> type[models.Model] | None:
        """The model of what the act is on; None when there is none any more."""
        return _model_of(self.to_type)

    @property
    def has_page(self) -> bool:
        """Whether what the act is on is a thing that has a page."""
        return hasattr(self.model, "get_absolute_url")

    @property
    def kind_name(self) -> str:
        """What kind of thing the act is on, in the language in force."""
        return capfirst(str(self.model._meta.verbose_name)) if self.model else self.to_type


class Release(models.Model):
    """A numbered release of a subject: every word in every language, frozen. Append-only.

    A corrigendum `corrects` a release in one language: it has the number of that release, a number of
    its own (1, 2...) and the whole text with the words of that language corrected.
    """

    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    kind = models.CharField(_("kind"), max_length=40)
    number = models.PositiveIntegerField(_("number"))
    label = models.CharField(_("label"), max_length=40, blank=True, help_text=_("Such as Rev.1"))
    symbol = models.CharField(_("symbol"), max_length=80, blank=True)
    canonical = models.TextField(_("canonical JSON (RFC 8785)"))
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    changes = models.JSONField(_("changes since the release before"), null=True, blank=True)
    note = models.JSONField(_("note"), default=dict, blank=True)
    released_at = models.DateTimeField(_("released"))
    released_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("released by"))
    capacity = models.CharField(_("in which capacity"), max_length=20, blank=True)
    capacity_of = models.JSONField(_("of which party"), default=dict, blank=True)
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="corrigenda", verbose_name=_("corrects")
    )
    corrigendum = models.PositiveIntegerField(_("corrigendum"), default=0)
    language = models.CharField(_("language"), max_length=2, choices=CHOICES, blank=True)
    is_demonstration = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        ordering = ["-number", "-corrigendum"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id", "kind", "number", "corrigendum"],
                name="one_release_per_number",
            ),
            models.CheckConstraint(
                condition=Q(corrects=None, corrigendum=0, language="")
                | Q(corrects__isnull=False, corrigendum__gt=0, language__in=CODES),
                name="corrigendum_of_one_language",
            ),
            models.UniqueConstraint(
                fields=["symbol"], condition=~Q(symbol=""), name="one_release_per_symbol"
            ),
        ]

    def __str__(self) -> str:
        return self.symbol or f"{self.kind} {self.number}"

    def get_capacity_display(self) -> str:
        """The capacity in words; "" of a release from before it was kept."""
        return str(roles.ROLES.get(self.capacity, ""))

    @property
    def content(self) -> dict:
        """The frozen content, as the canonical JSON says it."""
        return json.loads(self.canonical)


class IssuedDocument(models.Model):
    """A document as issued: its bytes in one language, stored and served, never rendered again."""

    EDITIONS = [*CHOICES, ("mul", _("trilingual edition"))]  # ISO 639-2: several languages

    release = models.ForeignKey(Release, models.PROTECT, related_name="documents", verbose_name=_("release"))
    language = models.CharField(_("language"), max_length=3, choices=EDITIONS)
    media_type = models.CharField(max_length=80, default="application/pdf")
    data = models.BinaryField()
    size = models.PositiveIntegerField(_("size in bytes"))
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    issued_at = models.DateTimeField(_("issued"))

    class Meta:
        verbose_name = _("issued document")
        verbose_name_plural = _("issued documents")
        constraints = [
            models.UniqueConstraint(
                fields=["release", "language", "media_type"], name="issued_once_per_language"
            )
        ]

    def __str__(self) -> str:
        return f"{self.release} ({self.language})"


class MessageQuerySet(models.QuerySet):
    """The folders of the outbox; each message lies in one of them."""

    GONE = Q(sent_at__isnull=False) | Q(told_in__isnull=False)
    UNREACHABLE = Q(to__unreachable_since__isnull=False, address=F("to__email"))

    def gone(self):
        """Sent, or told in a digest."""
        return self.filter(self.GONE)

    def unsent(self):
        """Neither sent nor told in a digest."""
        return self.exclude(self.GONE)

    def unreachable(self):
        """Kept for an address that refuses mail for good."""
        return self.unsent().filter(self.UNREACHABLE)

    def under_way(self):
        """Still to be sent to an address that takes mail."""
        return self.unsent().exclude(self.UNREACHABLE)

    def waiting(self):
        """Not tried yet, those for a digest included."""
        return self.under_way().filter(attempts=0)

    def failed(self):
        """Tried, and to be tried again."""
        return self.under_way().filter(attempts__gt=0, attempts__lt=Message.MOST_ATTEMPTS)

    def given_up(self):
        """Failed so often that nothing is tried any more."""
        return self.under_way().filter(attempts__gte=Message.MOST_ATTEMPTS)


class Message(models.Model):
    """A message in the outbox: written with its act, sent after, once per recipient and cause."""

    MOST_ATTEMPTS = 13  # each pause twice the one before, from a minute: almost three days

    to = models.ForeignKey(User, models.PROTECT, related_name="messages", verbose_name=_("to"))
    address = models.EmailField(_("e-mail address"))
    language = models.CharField(_("language"), max_length=2, choices=CHOICES)
    kind = models.CharField(_("kind"), max_length=40, blank=True)
    cause = models.CharField(_("cause"), max_length=120)
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField()
    html = models.TextField()
    is_secret = models.BooleanField(default=False)  # holds a way in: its words go once it is sent
    is_held = models.BooleanField(default=False)  # news for a digest; its words are a part of a mail
    told_in = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="told")
    again = models.PositiveSmallIntegerField(_("times sent again"), default=0)
    created_at = models.DateTimeField(_("written"), default=timezone.now)
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    failed_at = models.DateTimeField(_("last failed"), null=True, blank=True)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    last_error = models.TextField(_("last failure"), blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("outbox")
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["to", "cause"], name="told_once")]
        indexes = [models.Index(fields=["created_at"], condition=Q(sent_at=None), name="message_unsent")]

    def __str__(self) -> str:
        return self.subject

    @property
    def kind_label(self) -> str:
        """What kind of message it is, in words; one of before kinds were kept is a message."""
        return str(KINDS[self.kind].label if self.kind in KINDS else self._meta.verbose_name)

    def register_label(self, language: str) -> str:
        """What the register of acts calls a message: without its subject, which may name a person."""
        with override(language):
            return f"{self.kind_label}, no. {self.pk}"


class Translation(models.Model):
    """Where the texts of one object stand in one language, and the originals they were made from.

    There is a row for each language with a text or without one that another language has; none for a
    complete original.
    """

    class State(models.TextChoices):
        MISSING = "missing", pgettext_lazy("state of a translation", "Missing")
        MACHINE = "machine", pgettext_lazy("state of a translation", "Machine draft")
        TRANSLATED = "translated", pgettext_lazy("state of a translation", "Translated")
        REVIEWED = "reviewed", pgettext_lazy("state of a translation", "Reviewed")

    document = models.CharField(_("document"), max_length=120)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    language = models.CharField(_("language"), max_length=2, choices=CHOICES)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.TRANSLATED)
    is_stale = models.BooleanField(_("the original changed"), default=False)
    words = models.PositiveIntegerField(_("words to do"), default=0)
    originals = models.JSONField(default=dict)  # name of a text -> the original it was made from
    translated_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    translated_at = models.DateTimeField(_("translated"), null=True)
    reviewed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(_("reviewed"), null=True)

    class Meta:
        verbose_name = _("translation")
        verbose_name_plural = _("translations")
        ordering = ["document", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id", "language"], name="one_standing_per_language"
            )
        ]
        indexes = [models.Index(fields=["document", "language"])]

    def __str__(self) -> str:
        return f"{self.document} {self.subject_type} {self.subject_id} ({self.language})"

    @classmethod
    def of(cls, row) -> models.QuerySet:
        """The standings of one object."""
        return cls.objects.filter(subject_type=row._meta.label_lower, subject_id=str(row.pk))


class StoredFile(models.Model):
    """An uploaded file: its type told by its content, its hash, and the permission needed to read it."""

    file = models.FileField(upload_to="files/%Y/%m/")
    name = models.CharField(_("file name"), max_length=200)
    media_type = models.CharField(_("type"), max_length=80)
    size = models.PositiveIntegerField(_("size in bytes"))
    sha256 = models.CharField("SHA-256", max_length=64)
    permission = models.CharField(max_length=40, default="file.read")
    subject_type = models.CharField(max_length=60, blank=True)
    subject_id = models.CharField(max_length=40, blank=True)
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("uploaded by"))
    uploaded_at = models.DateTimeField(_("uploaded"), default=timezone.now)

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")

    def __str__(self) -> str:
        return self.name


class Versioned(models.Model):
    """A row that two people may edit at once: each save raises `version`, a stale form is refused."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True

    def save_version(self) -> None:
        """Save unless somebody else saved since this row was read. Raises Stale."""
        with transaction.atomic():
            mine = type(self)._base_manager.filter(pk=self.pk, version=self.version)
            if not mine.update(version=F("version") + 1):
                raise Stale
            self.version += 1
            self.save()


class Demonstrable(models.Model):
    """A record that may be demonstration data, and then says so on the page and in the PDF."""

    is_demonstration = models.BooleanField(_("demonstration record"), default=False)

    class Meta:
        abstract = True
