import re

import pytest
from django.core.exceptions import ValidationError

from acs_portal.kernel import gate
from acs_portal.kernel.texts import versions_of
from meetings.domain import invitation_letters as letters
from meetings.domain import invitations
from meetings.models import LETTER_PLACEHOLDERS, Invitation, validate_letter_text
from network.models import Party
from tests.meetings.conftest import ON
from tests.meetings.invited import draft, got, issue, write_letter

pytestmark = pytest.mark.django_db
KNOWN = ", ".join("{%s}" % name for name in LETTER_PLACEHOLDERS)  # noqa: UP031


def test_only_the_placeholders_of_the_list_are_taken_and_no_brace_stands_alone():
    refused = {
        "Dear {name}": f"“{{name}}” is not known here. Use {KNOWN}.",
        "{party.kind}": f"“{{party.kind}}” is not known here. Use {KNOWN}.",
        "{party!r}": f"“{{party!r}}” is not known here. Use {KNOWN}.",
        "{party:>90}": f"“{{party:>90}}” is not known here. Use {KNOWN}.",
        "{}": f"“{{}}” is not known here. Use {KNOWN}.",
        "Dear {party": "A brace { or } has no partner.",
        "Dear party}": "A brace { or } has no partner.",
        "{{party}}": "A brace { or } has no partner.",
    }
    for text, complaint in refused.items():
        with pytest.raises(ValidationError) as refusal:
            validate_letter_text(text)
        assert refusal.value.messages == [complaint], text
    for text in ("", "Dear {party} of {meeting}", "100 % {deadline} {deadline}"):
        validate_letter_text(text)


def test_the_proposed_letter_says_the_same_in_three_languages(meeting):
    proposed = letters.proposed(meeting)
    for name in letters.FILLED:
        texts = versions_of(proposed, name)
        used = [sorted(re.findall(r"{(\w+)}", text)) for text in texts.values()]
        assert all(texts.values())
        assert used[0] == used[1] == used[2]
    assert gate.differences(proposed) == []
    letters.guard_texts(proposed)
    assert (proposed.answer_by.isoformat(), proposed.pk) == ("2002-03-12", None)


def test_a_faulty_text_is_refused_by_whatever_way_it_comes(meeting, officer):
    with pytest.raises(letters.LetterFaulty, match=r"body \(fr\): “{nom}” is not known here"):
        write_letter(meeting, officer, body_fr="Cher {nom}")


def test_nothing_is_issued_without_a_letter_in_three_languages(meeting, officer, mexico):
    pks = draft(meeting, officer, "MEX")
    with pytest.raises(letters.LetterMissing):
        invitations.issue(meeting=meeting, pks=pks, by=officer, on=ON)
    write_letter(meeting, officer, closing_fr="")
    with pytest.raises(gate.NotReady, match=r"closing \(Français\): missing"):
        invitations.issue(meeting=meeting, pks=pks, by=officer, on=ON)
    assert (got(pks[0]).state, got(pks[0]).symbol) == ("draft", "")


def test_a_letter_is_filled_in_its_own_language_alone(meeting, officer):
    write_letter(meeting, officer)
    (pk,) = draft(meeting, officer, "HTI")
    letter = letters.letter(got(pk), letters.template_of(meeting), symbol="N 1")
    assert {code for found in letter.words.values() for code in found} == {"fr"}
    body = letter.words["body"]["fr"]
    assert "Première réunion des responsables de la coopération internationale" in body
    assert "Mexico, 11 au 12 avril 2002" in body or "Mexico, du 11 au 12 avril 2002" in body
    assert "le 12 mars 2002 au plus tard" in body
    assert "/fr/meetings/rci-1-2002/invitation/" in body
    assert "rappelant N 1." in body
    assert "Haïti" in letter.words["salutation"]["fr"]
    assert letter.words["signatory_post"]["fr"] == "Directrice"


def test_words_that_look_like_placeholders_in_a_name_are_not_filled_in_again(meeting, officer):
    write_letter(meeting, officer)
    one = Invitation(
        meeting=meeting,
        party=Party(code="X", name_en="The {number} Club", authentic_language="en"),
        language="en",
        category="guest",
    )
    letter = letters.letter(one, letters.template_of(meeting), symbol="N 1")
    assert "The {number} Club" in letter.words["salutation"]["en"]


def test_a_letter_with_a_gap_is_refused(meeting, officer):
    write_letter(meeting, officer)
    (pk,) = draft(meeting, officer, "MEX")
    for code in ("en", "es", "fr"):
        setattr(meeting, f"place_{code}", "")
    from meetings.domain import meetings

    meetings.save(meeting=meeting, by=officer, on=ON)
    with pytest.raises(letters.NothingToFillIn, match="{place}"):
        invitations.issue(meeting=meeting, pks=[pk], by=officer, on=ON)
    assert got(pk).symbol == ""


def test_letters_already_issued_stay_as_they_are(meeting, officer):
    (pk,) = issue(meeting, officer, "MEX")
    before = invitations.release_of(got(pk)).sha256
    template = letters.template_of(meeting)
    template.body_es += " Otra frase."
    letters.save(template=template, by=officer, on=ON)
    assert invitations.release_of(got(pk)).sha256 == before
