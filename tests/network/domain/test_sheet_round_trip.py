"""Out and in again changes nothing, whatever a profile says; also after another program saved it."""

import shutil
import subprocess
from datetime import date

import pytest
from django.db import transaction
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from acs_portal.kernel import tracking
from network.domain import sheet_book, sheet_reader
from network.forms import plan_of
from network.models import ENTRIES, CountryProfile, Party, PurposeCode
from tests.network.office import NOON, drafted, entry

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60),
    st.sampled_from(
        ["", "=1+1", "+34", "-x", "@me", "'=quoted", "\t=tab", "1998", "007", "18.500,00", "true"]
    ),
    st.sampled_from(
        ["Línea\r\nuna", "a\n\nb", " spaces ", "x" * 40_000, "日本語 🌊", "<b>&amp;</b>", "#REF!"]
    ),
    st.sampled_from(["2013-04-05", "1e5", "\x07bell\x0b", "_x0041_"]),
)
DATES = st.sampled_from(["", "1998", "2013-04", "2013-04-05", "1895-01-01", "1900-02-28", "2027-12-31"])
AMOUNTS = st.sampled_from(["18500.00", "0.10", "999999999999.99", "18500", "12.5"])
CODES = st.sampled_from(["MEX", "CUB", "HTI", "ANT", "DMA", "DOM"])
ROWS = {
    "countries": st.fixed_dictionaries(
        {"party": CODES}, optional={"share": st.sampled_from(["40", "12.50", "0.01"])}
    ),
    "partners": st.fixed_dictionaries({"party": CODES, "role": st.sampled_from("1234")}),
    "donors": st.one_of(
        st.fixed_dictionaries({"party": CODES}),
        st.fixed_dictionaries({"name": TEXTS, "amount": AMOUNTS, "currency": st.just("USD")}),
    ),
    "windows": st.fixed_dictionaries({"name": TEXTS}, optional={"opens": DATES, "deadline": DATES}),
}


@st.composite
def fields(draw, section: str) -> dict:
    model = ENTRIES[section]
    names = [f"{name}_{code}" for name in model.TRILINGUAL for code in ("en", "es", "fr")]
    found = {name: draw(TEXTS)[: 300 if name.startswith("title") else None] for name in names}
    found |= {"starts": draw(DATES), "ends": draw(DATES), "note": draw(TEXTS)}
    found |= {name: draw(st.lists(ROWS[name], max_size=3)) for name in model.ROWS}
    if section in ("offers", "needs"):
        found["languages"] = draw(st.lists(st.sampled_from(["fr", "es", "en"]), unique=True))
    if section == "programmes":
        found |= {"is_pooled": draw(st.booleans()), "status": draw(st.sampled_from("123456"))}
    return found


PROFILES = st.fixed_dictionaries({section: st.lists(fields(section), max_size=2) for section in ENTRIES})


def kept(by, made: dict) -> CountryProfile:
    """A profile that holds anything a column may hold, also what no form would take."""
    profile = CountryProfile.objects.select_related("party").get(party__code="MEX")
    sector = PurposeCode.objects.get(code="33210")
    for section, rows in made.items():
        for place, row in enumerate(rows):
            tracking.write(entry(section, position=place, **row, sector=sector.code), by=by, on=NOON)
    return profile


def back(data: bytes):
    """The plan of a workbook of Mexico."""
    party = Party.objects.get(code="MEX")
    return plan_of(sheet_reader.read(data, name="mex.xlsx", party=party), party, NOON)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(made=PROFILES, office=TEXTS, language=st.sampled_from(["en", "es", "fr"]))
def test_out_and_in_again_changes_nothing(mexico, made, office, language):
    with transaction.atomic(), translation.override(language):
        drafted("MEX", mexico, policy_es=office, address=office)
        data = sheet_book.workbook(kept(mexico, made), on=date(2026, 11, 24))
        with translation.override("en"):
            plan = back(data)
        transaction.set_rollback(True)
    assert (plan.problems, plan.changes) == ([], [])
    assert plan.stays == 1 + sum(len(rows) for rows in made.values())


def resaved(data: bytes, folder) -> bytes:
    """The workbook as LibreOffice opens and saves it."""
    (folder / "mex.xlsx").write_bytes(data)
    out = folder / "out"
    command = [SOFFICE, "--headless", "--convert-to", "xlsx", "--outdir", str(out), str(folder / "mex.xlsx")]
    subprocess.run(command, check=True, timeout=120, capture_output=True)
    return (out / "mex.xlsx").read_bytes()


@pytest.mark.skipif(not SOFFICE, reason="LibreOffice (soffice) is not installed on this machine")
def test_a_workbook_saved_by_libreoffice_changes_nothing(mexico, tmp_path):
    drafted("MEX", mexico, policy_es="=1+1", address="Calle 1\r\nMéxico")
    donors = [{"name": "x", "amount": "1.50", "currency": "USD"}]
    row = {"title_en": "+A", "starts": "2013-04", "ends": "2013-04-05", "donors": donors}
    profile = kept(mexico, {"programmes": [row], "offers": [{"title_es": "1998", "starts": "1998"}]})
    plan = back(resaved(sheet_book.workbook(profile, on=date(2026, 11, 24)), tmp_path))
    assert (plan.problems, plan.changes) == ([], [])
