"""Walk the portal by its links, as one person in one language, without a browser: quick and complete."""

import hashlib
import http.cookiejar
import re
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.urls import Resolver404, resolve
from django.utils import translation

from tests.browser.portal import PASSWORD

NEVER = re.compile(r"^/(accounts/logout|admin|static|files)(/|$)")
FILE = re.compile(r"\.(pdf|csv|xlsx|vcf|ics|xml|zip|atom|json|txt|xlf|xliff)$")
MOST_PER_KIND = 60  # addresses of one kind that are walked; there are some 40 parties
SAMPLE = 6  # of one kind, by those who come after the thorough walks
LIMIT = 3000
SHAPING = ("class", "role", "type", "href", "disabled", "hidden", "open", "aria-current")


class Links(HTMLParser):
    """The language of a document and the links a person can follow in it."""

    def __init__(self):
        super().__init__()
        self.language, self.found = "", []

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "html":
            self.language = attributes.get("lang", "")
        if tag == "a" and attributes.get("href") and "hreflang" not in attributes:
            self.found.append(attributes["href"])


class Bones(HTMLParser):
    """The parts of a document: each element as the path that leads to it, with what shapes it."""

    VOID = frozenset(("br", "img", "input", "link", "meta", "hr", "source", "wbr", "col", "use", "path"))

    def __init__(self):
        super().__init__()
        self.path, self.parts = [], set()

    def handle_starttag(self, tag, attributes):
        shape = [f"{name}={value if name != 'href' else ''}" for name, value in attributes if name in SHAPING]
        names = sorted(name for name, _value in attributes)
        self.path.append(" ".join([tag, *shape, *names]))
        self.parts.add("/".join(self.path))
        if tag in self.VOID:
            self.path.pop()

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in self.VOID:
            self.path.pop()

    def handle_endtag(self, tag):
        if tag not in self.VOID and self.path:
            self.path.pop()


def bones(html: str) -> set[str]:
    """A short name for each part of a page; pages with the same names differ in words and numbers only."""
    parser = Bones()
    parser.feed(html)
    return {hashlib.sha256(part.encode()).hexdigest()[:16] for part in parser.parts}


@dataclass
class Answer:
    address: str
    status: int
    content_type: str
    body: bytes
    final: str

    @property
    def is_page(self) -> bool:
        return self.content_type.startswith("text/html")


@dataclass
class Walk:
    """What a walk has met."""

    pages: dict[str, str] = field(default_factory=dict)  # address -> kind
    troubles: list[str] = field(default_factory=list)

    def one_of_each_kind(self) -> list[str]:
        """The longest address first found for each kind of page, in the order of the walk."""
        return list({kind: address for address, kind in reversed(self.pages.items())}.values())[::-1]


class Visitor:
    """A person with cookies and no screen."""

    def __init__(self, base: str, language: str = "en"):
        self.base = base
        jar = http.cookiejar.CookieJar()
        self.cookies = jar
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
        self.opener.addheaders = [("Accept-Language", language), ("Accept", "text/html,*/*")]

    def get(self, address: str, data: bytes | None = None) -> Answer:
        request = urllib.request.Request(
            self.base + address, data=data, headers={"Referer": self.base + address}
        )
        try:
            with self.opener.open(request, timeout=60) as response:
                return self._answer(address, response)
        except urllib.error.HTTPError as error:
            with error:
                return self._answer(address, error)

    def _answer(self, address, response) -> Answer:
        kind = response.headers.get("Content-Type", "")
        return Answer(
            address, response.status, kind, response.read(), response.geturl().removeprefix(self.base)
        )

    def log_in(self, email: str) -> None:
        page = self.get("/accounts/login/").body.decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
        form = {"csrfmiddlewaretoken": token, "login": email, "password": PASSWORD}
        self.get("/accounts/login/", urllib.parse.urlencode(form).encode())
        assert "sessionid" in {cookie.name for cookie in self.cookies}, f"{email} cannot log in"


def kind_of(path: str, language: str) -> str:
    """The route of an address: two parties are one kind of page."""
    with translation.override(language):
        try:
            return resolve(path).route
        except Resolver404:
            return ""


def walk(visitor: Visitor, language: str, see=lambda answer: None, most: int = MOST_PER_KIND) -> Walk:
    """Follow every link from the home page of a language, so many of one kind; `see` is shown each."""
    found, waiting, known, per_kind = Walk(), [f"/{language}/"], set(), {}
    while waiting:
        address = waiting.pop(0)
        path = urllib.parse.urlsplit(address).path
        kind = kind_of(path, language)
        is_file = bool(FILE.search(path))
        per_kind[kind] = per_kind.get(kind, 0) + 1
        if per_kind[kind] > (1 if is_file else most):
            continue
        answer = visitor.get(address)
        if answer.status != 200:
            found.troubles.append(f"{address} answers {answer.status}")
            continue
        if is_file or not answer.is_page:
            continue
        links = Links()
        links.feed(answer.body.decode())
        if path.startswith(f"/{language}/") and links.language != language:
            found.troubles.append(f"{address} says it is in {links.language!r}")
        found.pages[address] = kind
        see(answer)
        for link in links.found:
            target = followable(
                urllib.parse.urljoin(visitor.base + answer.final, link), visitor.base, language
            )
            if target and target not in known:
                known.add(target)
                waiting.append(target)
        assert len(known) < LIMIT, "the portal has no end: links lead to ever new addresses"
    return found


def followable(url: str, base: str, language: str) -> str:
    """The address within the portal, in this language, without fragment and query; "" for any other."""
    parts = urllib.parse.urlsplit(url)
    if not url.startswith(base + "/") or NEVER.search(parts.path):
        return ""
    if re.match(r"^/(en|es|fr)/", parts.path) and not parts.path.startswith(f"/{language}/"):
        return ""
    return parts.path
