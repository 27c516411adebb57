"""Rules of the field that were broken, said in the reader's language.

A domain function raises a `RuleBroken` of its own module; the view turns it into a form error
or a message. Nothing else is caught: a defect stays a defect.
"""

from django.utils.translation import gettext_lazy as _


class RuleBroken(Exception):
    """A named rule refuses what was asked; `message` says which and what to do, for the reader."""

    message = _("A rule of the portal refuses this.")

    def __init__(self, **details):
        self.details = details
        super().__init__()

    def __str__(self) -> str:
        return str(self.message) % self.details


class NotAllowed(RuleBroken):
    """The person has no role that grants the permission (see roles.py)."""

    message = _("Your role does not include this.")
