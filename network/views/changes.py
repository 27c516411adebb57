"""What is new in the network, as Atom feeds (RFC 4287), one for each language."""

import hashlib
from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed
from django.utils.http import http_date, quote_etag
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from acs_portal.kernel.access import public
from acs_portal.kernel.dates import official_day

from ..domain import changes as changes_of
from ..domain.changes import Change
from .party import party_of

EPOCH = datetime(2001, 12, 12, tzinfo=UTC)  # a feed with nothing in it was last changed before it began


@public
def changes(request: HttpRequest) -> HttpResponse:
    """The last changes of the whole network."""
    found = changes_of.of(day=official_day(timezone.now()))
    return _feed(request, found, _("Changes in the network"), reverse("network:directory"))


@public
def party_changes(request: HttpRequest, code: str) -> HttpResponse:
    """The last changes of a party."""
    if code != code.lower():
        return redirect("network:party_changes", code.lower(), permanent=True)
    party = party_of(code)
    found = changes_of.of(party, day=official_day(timezone.now()))
    title = _("Changes of %(party)s") % {"party": party.name}
    return _feed(request, found, title, party.get_absolute_url())


def _feed(request: HttpRequest, found: list[Change], title: str, page: str) -> HttpResponse:
    """The feed of some changes; 304 for who has it already."""
    last = max((change.at for change in found), default=EPOCH)
    data = _atom(found, title, page, request.path, last)
    response = HttpResponse(data, content_type="application/atom+xml; charset=utf-8")
    etag = quote_etag(hashlib.sha256(data).hexdigest()[:32])
    response["ETag"], response["Last-Modified"] = etag, http_date(last.timestamp())
    return get_conditional_response(
        request, etag=etag, last_modified=int(last.timestamp()), response=response
    )


class _Feed(Atom1Feed):
    """A feed that says when its newest entry was changed, also when it has none."""

    def latest_post_date(self) -> datetime:
        return self.feed["last"]


def _atom(found: list[Change], title: str, page: str, path: str, last: datetime) -> bytes:
    feed = _Feed(
        title=title,
        link=settings.SITE_URL + page,
        description="",
        language=get_language(),
        author_name=_("Association of Caribbean States"),
        feed_url=settings.SITE_URL + path,
        feed_guid=_tag(path.strip("/")),
        last=last,
    )
    for change in found:
        feed.add_item(
            title=change.title,
            link=settings.SITE_URL + change.path,
            description=change.text,
            unique_id=_tag(f"{get_language()}/{change.id}"),
            updateddate=change.at,
            pubdate=change.at,
        )
    return feed.writeString("utf-8").encode()


def _tag(name: str) -> str:
    """A name that stays the same for ever (RFC 4151)."""
    return f"tag:{urlsplit(settings.SITE_URL).hostname},2026:{name}"
