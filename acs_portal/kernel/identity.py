"""The mark that a document carries of its release, and how an uploaded file is known by it.

A PDF's trailer has an /ID of two parts: the first is permanent and stays when a tool changes the file
and saves it again (ISO 32000-1, 14.4). Ours is "<sha256 of the release>-<language>", so that a changed
file still says what it was; a copy that shows more than everybody may read has "-<edition>" behind it.
A part of the words of a release, given out as JSON, says of what it is a part, and for whom.
"""

import hashlib
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

import rfc8785
from django.conf import settings
from django.urls import reverse

if TYPE_CHECKING:
    from .tree import Node

FILE_ID = re.compile(rb"/ID\s*\[\s*(?:<([0-9A-Fa-f\s]{2,400})>|\(((?:[^()\\]|\\.){1,200})\))")
CLAIM = re.compile(rb"([0-9a-f]{64})-(en|es|fr|mul)(?:-([a-z]{1,20}))?")
PART = re.compile(rb'"part_of":"([0-9a-z-]{1,100})"')
ALL = "mul"  # ISO 639-2: several languages
OVERLAP = 600  # bytes: an /ID that lies across two pieces of a file is still found


class Claim(NamedTuple):
    """What a file says that it is: a document of the release with this hash, in this language; `edition`
    says for whom a copy or part of it was made."""

    sha256: str
    language: str
    edition: str = ""


class Seen(NamedTuple):
    """What was read of a file: the hash of its bytes, and what it claims to be."""

    sha256: str
    claim: Claim | None


def identifier(sha256: str, language: str, edition: str = "") -> bytes:
    """The permanent identifier of a document of the release with this hash."""
    return f"{sha256}-{language}{f'-{edition}' if edition else ''}".encode()


def part(sha256: str, tree: "Node", edition: str) -> bytes:
    """A part of the words of the release with this hash as canonical JSON, marked as such."""
    mark = identifier(sha256, ALL, edition).decode()
    return rfc8785.dumps({"part_of": mark, "words": tree.as_dict()})


def address(sha256: str, language: str) -> str:
    """The whole address at which a document is verified, in the language of the document."""
    return f"{settings.SITE_URL}{reverse('verify_hash', args=[sha256])}?lang={language}"


def read(pieces: Iterable[bytes]) -> Seen:
    """Read a file piece by piece, whatever its size; nothing of it is kept."""
    digest, claim, tail, claimed = hashlib.sha256(), None, b"", None
    for piece in pieces:
        digest.update(piece)
        window = tail + piece
        claimed = claimed or (_claim_of_part if window.startswith(b"{") else _claim)
        claim = claimed(window) or claim
        tail = window[-OVERLAP:]
    return Seen(digest.hexdigest(), claim)


def _claim(window: bytes) -> Claim | None:
    """The last claim in a part of a file: a file saved again may carry its trailer several times."""
    claim = None
    for hexadecimal, literal in FILE_ID.findall(window):
        digits = b"".join(hexadecimal.split())
        first = bytes.fromhex(digits.decode()) if digits and len(digits) % 2 == 0 else literal
        claim = _read_claim(first) or claim
    return claim


def _claim_of_part(window: bytes) -> Claim | None:
    """The claim of a part of the words, which stands once at its beginning."""
    found = PART.search(window)
    return _read_claim(found[1]) if found else None


def _read_claim(mark: bytes) -> Claim | None:
    match = CLAIM.fullmatch(mark)
    return Claim(*((piece or b"").decode() for piece in match.groups())) if match else None
