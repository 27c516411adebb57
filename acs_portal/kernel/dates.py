"""Dates that may be partial, as history has them: `1998`, `2013-04`, `2013-04-05`."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import formats, timezone
from django.utils.translation import gettext_lazy as _

PATTERN = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A year, a year and month, or a full date; `earliest` and `latest` are the days it may mean."""

    text: str

    def __post_init__(self):
        if not (self.text and PATTERN.fullmatch(self.text)):
            raise ValueError(self.text)
        _first, _last = self.earliest, self.latest  # a 31 February raises here

    @property
    def _parts(self) -> tuple[int, int | None, int | None]:
        return tuple(int(part) if part else None for part in PATTERN.fullmatch(self.text).groups())

    @property
    def is_day(self) -> bool:
        """Whether the day is known."""
        return self._parts[2] is not None

    @property
    def earliest(self) -> date:
        year, month, day = self._parts
        return date(year, month or 1, day or 1)

    @property
    def latest(self) -> date:
        year, month, day = self._parts
        month = month or 12
        return date(year, month, day or calendar.monthrange(year, month)[1])

    def __str__(self) -> str:
        """The date in the language in force, no more precise than it is known."""
        year, month, day = self._parts
        if day:
            return formats.date_format(self.earliest, "DATE_FORMAT")
        return formats.date_format(self.earliest, "YEAR_MONTH_FORMAT") if month else str(year)


def validate_partial_date(value: str) -> None:
    """Refuse what is not a date, such as 31 February."""
    try:
        PartialDate(value)
    except ValueError:
        raise ValidationError(
            _("“%(value)s” is not a date. Write a year, a year and month (2013-04) or a date (2013-04-05)."),
            params={"value": value},
        ) from None


class PartialDateField(models.CharField):
    """A column for a partial date; empty means *not known*."""

    default_validators = [validate_partial_date]

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 10)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)


def partial(text: str) -> PartialDate | None:
    """The partial date of a column, None where it is not known."""
    return PartialDate(text) if text else None


def official_day(moment: datetime, zone_name: str | None = None) -> date:
    """The calendar day of a moment at the seat of the Secretariat, or in the zone of a meeting.

    A date that is printed on a document, or on which a right begins or ends, does not depend on the
    time zone of whoever happens to press the button.
    """
    return timezone.localdate(moment, ZoneInfo(zone_name or settings.TIME_ZONE))
