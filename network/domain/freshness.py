"""How far the word of a party about itself can be relied on, counted from its last confirmation.

    current --12 months--> to confirm --3 months--> not confirmed

As in the Biosafety Clearing-House; the two periods are settings. (reads only)
"""

import calendar
from datetime import date
from enum import StrEnum

from django.conf import settings
from django.utils.translation import pgettext_lazy


class Freshness(StrEnum):
    """How far the word of a party about itself can be relied on today."""

    CURRENT = "current"
    TO_CONFIRM = "to_confirm"
    NOT_CONFIRMED = "not_confirmed"
    NEVER = "never"

    @property
    def label(self):
        return FRESHNESS[self]

    @property
    def is_due(self) -> bool:
        """Whether a confirmation is waited for."""
        return self in (Freshness.TO_CONFIRM, Freshness.NOT_CONFIRMED)


FRESHNESS = {
    Freshness.CURRENT: pgettext_lazy("freshness of a profile", "Current"),
    Freshness.TO_CONFIRM: pgettext_lazy("freshness of a profile", "To confirm"),
    Freshness.NOT_CONFIRMED: pgettext_lazy("freshness of a profile", "Not confirmed"),
    Freshness.NEVER: pgettext_lazy("freshness of a profile", "Never published"),
}


def of(confirmed_on: date | None, on: date) -> Freshness:
    """The freshness on a day of what was last confirmed on another; NEVER without a confirmation."""
    if not confirmed_on:
        return Freshness.NEVER
    if on < due(confirmed_on):
        return Freshness.CURRENT
    return Freshness.TO_CONFIRM if on < lapses(confirmed_on) else Freshness.NOT_CONFIRMED


def due(confirmed_on: date) -> date:
    """The day on which it is to be confirmed again."""
    return months_after(confirmed_on, settings.PROFILE_CONFIRM_MONTHS)


def lapses(confirmed_on: date) -> date:
    """The day from which it is shown as not confirmed."""
    return months_after(due(confirmed_on), settings.PROFILE_GRACE_MONTHS)


def months_after(day: date, months: int) -> date:
    """The same day of the month `months` later, or the last of a shorter month."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
