"""An unknown variable in one of our own templates is an error, not an empty string.

Only expressions of the files under `templates/` are strict: Django's admin, allauth and crispy live with
variables that may be missing. `{% if %}` may still ask for what isn't there; `{% for %}` may not.
"""

from pathlib import Path

from django.conf import settings
from django.template.base import FilterExpression, Parser, Variable, VariableDoesNotExist
from django.template.defaultfilters import default, default_if_none
from django.template.defaulttags import ForNode

OURS = settings.BASE_DIR / "templates"


class UnknownTemplateVariable(AssertionError):
    """Names the template and the variable."""


class StrictVariable(Variable):
    """Raises an error that no template engine swallows."""

    __slots__ = ("complaint",)

    def __init__(self, name: str, complaint: str):
        super().__init__(name)
        self.complaint = complaint

    def resolve(self, context):
        try:
            return super().resolve(context)
        except VariableDoesNotExist:
            raise UnknownTemplateVariable(self.complaint) from None


class StrictExpression(FilterExpression):
    """A filter expression of ours: strict, unless asked by `{% if %}` or followed by `|default`."""

    __slots__ = ("lenient", "strict", "within_for")

    def __init__(self, token, parser):
        super().__init__(token, parser)
        self.lenient, self.within_for = self.var, False
        template = Path(parser.origin.name).relative_to(OURS)
        complaint = f"templates/{template}: the context has no {{{{ {token} }}}}"
        self.strict = StrictVariable(self.var.var, complaint) if self.is_var else self.var

    def resolve(self, context, ignore_failures=False):
        if not isinstance(self.strict, StrictVariable):  # a constant, which {% translate %} may have replaced
            return super().resolve(context, ignore_failures)
        has_default = bool(self.filters) and self.filters[0][0] in (default, default_if_none)
        excused = has_default or (ignore_failures and not self.within_for)
        self.var = self.lenient if excused else self.strict
        return super().resolve(context, ignore_failures)


def switch_on() -> None:
    """Make every template of ours that is compiled from now on strict."""
    original, for_init = Parser.compile_filter, ForNode.__init__

    def compile_filter(parser, token):
        origin = getattr(parser.origin, "name", None) or ""
        if Path(origin).is_relative_to(OURS):
            return StrictExpression(token, parser)
        return original(parser, token)

    def init(node, loopvars, sequence, *rest, **more):
        for_init(node, loopvars, sequence, *rest, **more)
        if isinstance(sequence, StrictExpression):
            sequence.within_for = True

    Parser.compile_filter, ForNode.__init__ = compile_filter, init
