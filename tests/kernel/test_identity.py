"""A PDF keeps the mark of its release when a tool changes it, and is known again piece by piece."""

import hashlib
import io
from datetime import date
from functools import cache

import pikepdf
import pymupdf
import pytest

from acs_portal.kernel import identity, pdf
from acs_portal.kernel.identity import Claim

HASH = hashlib.sha256(b"release").hexdigest()
CLAIM = Claim(HASH, "en")


PAPER = {"template": "pdf/base.html", "language": "en", "title": "Paper", "dated": date(2002, 4, 11)}


@cache
def paper() -> bytes:
    """A PDF with the mark of a release."""
    first, second = (pdf.pdf(pdf.Document(**PAPER, digest=HASH)) for _run in range(2))
    assert first == second  # the identifier changes nothing of that
    return first


def resaved_by_qpdf(data: bytes) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as file:
        file.docinfo["/Title"] = "Forged"
        file.save(out)
    return out.getvalue()


def resaved_without_compression(data: bytes) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as file:
        file.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable, linearize=True)
    return out.getvalue()


def resaved_by_mupdf(data: bytes) -> bytes:
    with pymupdf.open(stream=data) as file:
        file[0].insert_text((100, 100), "Forged")
        return file.tobytes(garbage=3, deflate=True)


def appended_to(data: bytes) -> bytes:
    return data + b"\n% forged"


@pytest.mark.parametrize(
    "change",
    [appended_to, resaved_by_qpdf, resaved_without_compression, resaved_by_mupdf],
    ids=lambda f: f.__name__,
)
def test_a_changed_file_still_says_what_it_was(change):
    changed = change(paper())
    assert changed != paper()
    assert identity.read([changed]) == (hashlib.sha256(changed).hexdigest(), CLAIM)


@pytest.mark.parametrize("size", [1, 7, 64, 100, 1000])
def test_it_is_found_however_the_file_comes_in_pieces(size):
    end = paper()[-2500:] if size < 64 else paper()
    pieces = [end[place : place + size] for place in range(0, len(end), size)]
    assert identity.read(pieces) == (hashlib.sha256(end).hexdigest(), CLAIM)


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.7 /ID [<00><00>]", b"/ID [(abc)(abc)]", b"/ID[<0>", b"\x00" * 5000]
)
def test_a_stranger_claims_nothing(data):
    assert identity.read([data]).claim is None


def test_a_draft_carries_no_mark():
    assert identity.read([pdf.pdf(pdf.Document(**PAPER, draft=True))]).claim is None
