"""The kernel's work on texts: concordance of three languages, differences of two trees, freezing."""

import time

from acs_portal.kernel import concordance
from acs_portal.kernel.differences import apply, diff
from acs_portal.kernel.kinds import Kind
from acs_portal.kernel.tree import Node, canonical, sha256
from bench.run import row

TEXTS, NODES = 2000, 500
VERSIONS = {
    "en": "On 11 and 12 April 2002 it takes note of ACS/2007/CM.XII/INF.004 and approves USD 18,500.00.",
    "es": "El 11 y 12 de abril de 2002 toma nota de ACS/2007/CM.XII/INF.004 y aprueba USD 18.500,00.",
    "fr": "Les 11 et 12 avril 2002 elle prend note de ACS/2007/CM.XII/INF.004 et approuve 18 500,00 USD.",
}


def tree(mark: str) -> Node:
    words = {"title": VERSIONS, "annotation": {code: f"{text} {mark}" for code, text in VERSIONS.items()}}
    children = [Node(f"item-{number}", words, str(number)) for number in range(NODES)]
    return Node("agenda", {"title": VERSIONS}, children=children)


def seconds(work) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def main() -> None:
    taken = seconds(lambda: [concordance.compare(VERSIONS) for _number in range(TEXTS)])
    row(f"concordance of {TEXTS} texts", f"{taken:.2f} s", "<= 2 s")
    old, new, kind = tree("before"), tree("after"), Kind("bench", "")
    taken = seconds(lambda: diff(old, new, kind))
    row(f"differences of {NODES} items, all changed", f"{taken * 1000:.0f} ms", "")
    assert canonical(apply(old, diff(old, new, kind))) == canonical(new)
    taken = seconds(lambda: sha256(canonical(new)))
    row(f"canonical JSON and hash of {NODES} items", f"{taken * 1000:.0f} ms", "")
