"""The official PDF of a long plan against bare WeasyPrint on the same HTML, in one process."""

import statistics
import time
from io import BytesIO

import pikepdf
import weasyprint

from acs_portal.kernel import pdf, releases
from actionplan.domain import adoption
from actionplan.models import Plan
from actionplan.pdf import plan_document
from bench.data import LONG_PLAN
from bench.run import row

ROUNDS = 3


def seconds(work) -> float:
    """The median of some runs, after one that doesn't count."""
    work()
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return statistics.median(times)


def main() -> None:
    release = releases.latest(Plan.objects.get(code=LONG_PLAN), adoption.KIND)
    document = plan_document(release, releases.tree_of(release), "en")
    source = pdf.html(document)
    pages = len(pikepdf.open(BytesIO(pdf.pdf(document))).pages)
    fonts, stylesheet, fetcher = pdf._workshop()

    def bare():
        page = weasyprint.HTML(string=source, base_url=pdf.settings.SITE_URL, url_fetcher=fetcher)
        page.write_pdf(font_config=fonts, stylesheets=[stylesheet], pdf_variant="pdf/ua-1")

    ours, theirs = seconds(lambda: pdf.pdf(document)), seconds(bare)
    row(f"plan as PDF, {pages} pages", f"{ours:.2f} s, {ours / pages:.3f} s a page", "")
    row("bare WeasyPrint on the same HTML, tagged", f"{theirs:.2f} s, {theirs / pages:.3f} s a page", "")
    row("ours / bare", f"{ours / theirs:.2f}", "<= 1.15")
