"""The mark that a document carries of its release, and how an uploaded file is known by it.

A PDF's trailer has an /ID of two parts: the first is permanent and stays when a tool changes the file
and saves it again (ISO 32000-1, 14.4). Ours is "<sha256 of the release>-<language>", so that a changed
file still says what it was.
"""

import hashlib
import re
from collections.abc import Iterable
from typing import NamedTuple

FILE_ID = re.compile(rb"/ID\s*\[\s*(?:<([0-9A-Fa-f\s]{2,400})>|\(((?:[^()\\]|\\.){1,200})\))")
CLAIM = re.compile(rb"([0-9a-f]{64})-(en|es|fr|mul)")
OVERLAP = 600  # bytes: an /ID that lies across two pieces of a file is still found


class Claim(NamedTuple):
    """What a file says that it is: a document of the release with this hash, in this language."""

    sha256: str
    language: str


class Seen(NamedTuple):
    """What was read of a file: the hash of its bytes, and what it claims to be."""

    sha256: str
    claim: Claim | None


def identifier(sha256: str, language: str) -> bytes:
    """The permanent identifier of a document of the release with this hash."""
    return f"{sha256}-{language}".encode()


def read(pieces: Iterable[bytes]) -> Seen:
    """Read a file piece by piece, whatever its size; nothing of it is kept."""
    digest, claim, tail = hashlib.sha256(), None, b""
    for piece in pieces:
        digest.update(piece)
        window = tail + piece
        claim = _claim(window) or claim
        tail = window[-OVERLAP:]
    return Seen(digest.hexdigest(), claim)


def _claim(window: bytes) -> Claim | None:
    """The last claim in a part of a file: a file saved again may carry its trailer several times."""
    claim = None
    for hexadecimal, literal in FILE_ID.findall(window):
        digits = b"".join(hexadecimal.split())
        first = bytes.fromhex(digits.decode()) if digits and len(digits) % 2 == 0 else literal
        if match := CLAIM.fullmatch(first):
            claim = Claim(*(part.decode() for part in match.groups()))
    return claim
