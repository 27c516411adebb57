"""The hash of an agenda is the same on every engine, in whatever order its rows were written."""

from uuid import UUID

import pytest

from acs_portal.kernel import releases
from acs_portal.kernel.models import Release
from meetings.domain import agenda, agenda_release
from tests.meetings.conftest import ON, add_item, words

PINNED = "b623122eaaef469dbf4e9352253978d7cb5a7b95ddec8bf1eab4e7ab501ed47c"
TITLES = ["Opening", "Ñandú “Œuvre” \u2028 🌊", "Réunion"]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (1, 2, 0)])
def test_it_is_as_pinned_here(meeting, officer, order):
    items = {}
    for place in order:
        items[place] = add_item(
            meeting, officer, TITLES[place], annotation=words(f"Note {place}"), uid=UUID(int=place + 1)
        )
    for _time in range(2):
        for place in sorted(items):  # one after the other to the end: 0, 1, 2 in the end
            while True:
                try:
                    agenda.move_down(item=items[place], by=officer, on=ON)
                except agenda.AlreadyLast:
                    break
    made = agenda_release.release(meeting=meeting, note={}, acknowledged=True, by=officer, on=ON)
    assert [child.label for child in releases.tree_of(made).children] == TITLES
    assert Release.objects.get().sha256 == PINNED
