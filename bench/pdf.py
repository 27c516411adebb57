"""Official PDFs against bare WeasyPrint on the same HTML, in one process; the papers of 210 participants."""

import statistics
import time
from io import BytesIO

import pikepdf
import weasyprint
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from acs_portal.kernel import issuing, pdf, releases
from acs_portal.kernel.models import Release, User
from actionplan.domain import adoption
from actionplan.models import Plan
from actionplan.pdf import plan_document
from bench.data import LONG_PLAN, MEETING
from bench.run import row
from meetings import papers as documents
from meetings.domain import badges, papers, participants
from meetings.models import Meeting, Print
from meetings.pdf import participants_of_release

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


def compare(name: str, document: pdf.Document, goal: str = "") -> None:
    """The rows of a document: its seconds, those of bare WeasyPrint, and their ratio."""
    source = pdf.html(document)
    pages = len(pikepdf.open(BytesIO(pdf.pdf(document))).pages)
    fonts, stylesheet, fetcher = pdf._workshop()

    def bare():
        page = weasyprint.HTML(string=source, base_url=pdf.settings.SITE_URL, url_fetcher=fetcher)
        page.write_pdf(font_config=fonts, stylesheets=[stylesheet], pdf_variant="pdf/ua-1")

    ours, theirs = seconds(lambda: pdf.pdf(document)), seconds(bare)
    row(f"{name} as PDF, {pages} pages", f"{ours:.2f} s, {ours / pages:.3f} s a page", goal)
    row("bare WeasyPrint on the same HTML, tagged", f"{theirs:.2f} s, {theirs / pages:.3f} s a page", "")
    row("ours / bare", f"{ours / theirs:.2f}", "<= 1.15")


def issue_list(meeting: Meeting) -> Release:
    """The list of participants released; one language of it is issued in one figure and so many queries."""
    officer, now = User.objects.get(email="bench@acs.example"), timezone.now()
    release = participants.release(meeting=meeting, by=officer, on=now)
    with CaptureQueriesContext(connection) as queries:
        issuing.issued_in(Release.objects.get(pk=release.pk), "fr")
    row("list of participants issued in one language", f"{len(queries)} queries", "<= 5, and 1 to read it")
    return release


def main() -> None:
    plan = releases.latest(Plan.objects.get(code=LONG_PLAN), adoption.KIND)
    compare("plan", plan_document(plan, releases.tree_of(plan), "en"))
    meeting = Meeting.objects.get(code=MEETING)
    listed = issue_list(meeting)
    compare("210 participants", participants_of_release(listed, releases.tree_of(listed), "en"), "< 1 s")
    wanted = Print(meeting=meeting, kind="badges_a6", language="en")
    people = papers.people(wanted)
    given = badges.give(people)
    compare("210 badges", documents.badges(wanted, people, given, size="a6", on=timezone.now()))
