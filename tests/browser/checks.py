"""What every page of the portal must stand: accessible, silent, within the screen, valid."""

from pathlib import Path

import axe_playwright_python

from tests.run_report import save_page

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN_AXE = """
async (rules) => {
  const found = await axe.run(document, {runOnly: {type: "tag", values: rules}, resultTypes: ["violations"]});
  return found.violations.map(v => ({
    id: v.id, help: v.help,
    nodes: v.nodes.map(n =>
      n.html.slice(0, 300) + "  " + n.any.concat(n.all, n.none).map(c => c.message).join("; ")),
  }));
}
"""
# Scroll width of the document, and who sticks out.
TOO_WIDE = """
() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return [];
  const all = [...document.body.querySelectorAll("*")];
  const out = all.filter(e => e.getBoundingClientRect().right > room + 1);
  return out.slice(0, 8).map(e => e.cloneNode(false).outerHTML.slice(0, 200));
}
"""


def watch(page, *, runs_scripts: bool = True) -> None:
    """Write down whatever goes wrong in this page from now on, and keep the source of each document."""
    page.troubles = []
    page.runs_scripts = runs_scripts
    page.on("console", lambda message: hear(page, message))
    page.on("pageerror", lambda error: page.troubles.append(f"script error: {error}"))
    page.on("requestfailed", lambda request: fail(page, request))
    page.on("response", lambda response: keep(response))


def hear(page, message) -> None:
    """Errors and warnings of the console; a refusal by the content security policy is one of them."""
    if message.type in {"error", "warning"}:
        page.troubles.append(f"console {message.type}: {message.text}")


def fail(page, request) -> None:
    if "ERR_ABORTED" not in (request.failure or ""):  # a download, or a page left early
        page.troubles.append(f"request failed: {request.url} {request.failure}")


def keep(response) -> None:
    """The source of a whole HTML document, as it was sent."""
    if response.request.resource_type == "document" and response.status not in {301, 302, 303, 304, 307, 308}:
        response.frame.page.last_document = response


def check_page(page, *, expect_troubles=(), is_known=False) -> None:
    """Prove this page. `expect_troubles` are the beginnings of console lines that belong to the test;
    `is_known` says that axe has seen all its parts already."""
    where = f"{page.url} at {page.viewport_size['width']} px"
    source = page.last_document
    if source.headers.get("content-type", "").startswith("text/html"):
        save_page(source.url, source.text())
    too_wide = page.evaluate(TOO_WIDE)
    assert not too_wide, f"{where}: scrolls sideways because of\n" + "\n".join(too_wide)
    if (
        page.runs_scripts and not is_known
    ):  # axe is a script itself; the same page is asked with scripts elsewhere
        assert_accessible(page, where)
    troubles = [line for line in page.troubles if not line.startswith(tuple(expect_troubles) or ("\0",))]
    page.troubles.clear()
    assert not troubles, f"{where}:\n" + "\n".join(troubles)


def assert_accessible(page, where: str) -> None:
    """Zero violations of WCAG 2.2 AA as far as axe can tell.

    The page's own policy refuses injected scripts, rightly; axe comes in through the debugger, which is
    no part of the page.
    """
    if not page.evaluate("() => Boolean(window.axe)"):
        page.evaluate(f"() => {{ {AXE} }}")
    violations = page.evaluate(RUN_AXE, RULES)
    lines = [f"{v['id']}: {v['help']}\n    " + "\n    ".join(v["nodes"][:5]) for v in violations]
    assert not violations, f"{where}:\n" + "\n".join(lines)
