"""The tags and filters that every template may use; they are built in, no {% load %} is needed."""

import difflib
import re
import zoneinfo

from django import template
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.templatetags.tz import do_timezone
from django.urls import reverse
from django.utils import formats
from django.utils.html import conditional_escape, format_html, format_html_join, linebreaks, urlize
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from .. import access, acts
from ..dates import PartialDate
from ..languages import OWN_NAMES, name_of
from ..shown import PENDING
from ..texts import Text, text_of

register = template.Library()


DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
LINKED = re.compile(r"://|www\.|@")  # urlize reads every word; most texts have no address


def marked(text: Text, block: bool = False) -> SafeString:
    """A text, with `lang=` and a visible mark where it is not in the reader's language."""
    shown = conditional_escape(text.value)
    if block:
        shown = linebreaks(urlize(text.value, autoescape=True) if LINKED.search(text.value) else shown)
    if not text.value or text.language == get_language():
        return mark_safe(shown)  # noqa: S308 (escaped above)
    tag = "div" if block else "span"
    return format_html(
        '<{tag} lang="{lang}">{text}</{tag}> <span class="other-lang">{name}</span>',
        tag=tag,
        lang=text.language,
        text=mark_safe(shown),  # noqa: S308 (escaped above)
        name=OWN_NAMES[text.language],
    )


register.simple_tag(marked)  # {% marked text %}: a Text, with a mark when it is in another language


@register.simple_tag
def words(obj, name):
    """{% words item "title" %}: a trilingual text in the reader's language, marked when in another."""
    return marked(text_of(obj, name))


@register.simple_tag
def prose(obj, name):
    """{% prose item "annotation" %}: the same as paragraphs."""
    return marked(text_of(obj, name), block=True)


@register.simple_tag
def plain(obj, name):
    """{% plain item "title" %}: the text alone, without a mark, for titles of pages and attributes."""
    return text_of(obj, name).value


@register.simple_tag(takes_context=True)
def marks(context, node):
    """{% marks item %}: that the translation in sight was not ready, or that a corrigendum replaced words."""
    found = [PENDING[state] for state in [node.pending.get(get_language())] if state in PENDING]
    if node.id in context.get("corrected", ()):
        found.append(_("corrected"))
    return format_html_join(" ", '<span class="pending">{}</span>', ((str(mark),) for mark in found))


@register.simple_tag
def label(names):
    """A label stored in three languages, such as `act.to_label`."""
    return acts.in_words(names)


@register.simple_tag
def colon():
    """The colon between a name and what follows, as the reader's language sets it."""
    return "\u00a0:" if get_language() == "fr" else ":"


@register.simple_tag
def label_of(obj):
    """What an object is called, in the reader's language."""
    return obj.label_in(get_language()) or str(obj)


@register.simple_tag
def text_url(row, language=""):
    """The address where the texts of a row are translated, into `language` when one is given."""
    kind, key = row.text_document
    address = reverse("translation", args=[kind, key, f"{row._meta.model_name}-{row.pk}"])
    return f"{address}?to={language}#column-{language}" if language else address


DISCORDANCES = {
    "number": gettext_lazy("numbers"),
    "times": gettext_lazy("times of day"),
    "date": gettext_lazy("dates"),
    "amount": gettext_lazy("amounts"),
    "reference": gettext_lazy("references"),
    "paragraphs": gettext_lazy("number of paragraphs"),
}


@register.simple_tag
def discordance(kind):
    """In what the versions of a text differ, in words."""
    return DISCORDANCES[kind]


@register.simple_tag
def did(act):
    """What was done, in words."""
    return acts.VERBS.get(act.did, act.did)


@register.simple_tag
def object_of(history):
    """The one object of a history, as the register's page is asked for it; "" where there are several."""
    found = {f"{act.to_type}-{act.to_id}" for act in history}
    return found.pop() if len(found) == 1 else ""


@register.simple_tag(takes_context=True)
def allowed(context, permission, obj=None):
    """{% allowed "agenda.draft" meeting as may_edit %}: whether the reader holds a permission."""
    return access.can(context["request"].user, permission, obj)


@register.simple_tag
def icon(name, title=""):
    """An icon of the sprite; without a title it is decoration."""
    href = f"{staticfiles_storage.url('img/icons.svg')}#{name}"
    if title:
        return format_html('<svg class="icon" role="img" aria-label="{}"><use href="{}"/></svg>', title, href)
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}"/></svg>', href)


@register.filter
def partial_date(text):
    """A partial date in words, no more precise than it is known."""
    return str(PartialDate(text)) if text else ""


@register.simple_tag
def period(start, end):
    """Two dates as one period: 11–12 April 2002, 30 April – 2 May 2002."""
    return period_in_words(start, end)


def period_in_words(start, end) -> str:
    """The period in the language in force, the shared month and year said once."""
    last = formats.date_format(end, "DATE_FORMAT")
    if start == end:
        return last
    if (start.year, start.month) == (end.year, end.month):
        if get_language() == "en":
            return f"{start.day}–{last}"
        return _("%(first)s to %(last)s") % {"first": start.day, "last": last}
    return f"{formats.date_format(start, 'DATE_FORMAT')} – {last}"


@register.filter
def money(amount, currency):
    """18500.00 as 18,500.00 USD, in the reader's way of writing numbers."""
    return f"{formats.number_format(amount, 2, use_l10n=True, force_grouping=True)} {currency}"


@register.filter
def local(moment, zone_name):
    """A moment in a named time zone; the filters behind it leave it there."""
    return do_timezone(moment, zoneinfo.ZoneInfo(zone_name))


WORD = re.compile(r"\s+|\w+|[^\w\s]")


@register.simple_tag
def word_diff(before, after):
    """Two versions of a text as one, with what went in <del> and what came in <ins>."""
    old, new = WORD.findall(before), WORD.findall(after)
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    steps = matcher.get_opcodes()
    same = (piece for tag, i, j, _k, _m in steps if tag == "equal" for piece in old[i:j])
    if old and new and not any(piece.strip() for piece in same):
        steps = [("replace", 0, len(old), 0, len(new))]  # the spaces alone are the same
    parts = []
    for tag, i, j, k, m in steps:
        if tag in {"delete", "replace"}:
            parts.append(format_html("<del>{}</del>", "".join(old[i:j])))
        if tag in {"insert", "replace"}:
            parts.append(format_html("<ins>{}</ins>", "".join(new[k:m])))
        if tag == "equal":
            parts.append(conditional_escape("".join(old[i:j])))
    return mark_safe("".join(parts))  # noqa: S308 (each part is escaped)


@register.filter
def day_in_words(value):
    """A recorded day (2002-04-11) as the reader's language writes it; any other text as it is."""
    try:
        return str(PartialDate(value)) if DAY.fullmatch(value) else value
    except ValueError:  # a number of a file that only looks like a day
        return value


@register.simple_tag
def full_url(name, *args, **kwargs):
    """The whole address of a page, for mails and PDFs."""
    return settings.SITE_URL + reverse(name, args=args, kwargs=kwargs)


@register.filter
def language_name(code):
    """The name of a language in the reader's language."""
    return name_of(code) if code in OWN_NAMES else code


@register.filter
def get(mapping, key):
    """A value of a mapping by a variable key; "" when there is none."""
    return mapping.get(key, "")
