"""The questions of a meeting, what follows from which answer, and what is kept of the answers."""

import pytest

from meetings.domain import questions
from meetings.models import Answer, Question
from tests.meetings.conftest import ON, add_delegate, register


def make(meeting, officer, text="Visa?", **fields) -> Question:
    texts = {"text_en": text, "text_es": f"{text} (es)", "text_fr": f"{text} (fr)"}
    position = meeting.questions.count() + 1
    values = {"kind": "yes_no", "position": position, "authentic_language": "en", **texts}
    return questions.create(question=Question(meeting=meeting, **(values | fields)), by=officer, on=ON)


@pytest.fixture
def asked(meeting, officer):
    """Visa? -- yes --> When? and Where? -- 2 --> Which hotel?"""
    visa = make(meeting, officer, is_required=True)
    lines = {f"choices_{code}": "Sea\nTown\n" for code in ("en", "es", "fr")}
    when = make(meeting, officer, "When?", kind="date", depends_on=visa, depends_value="yes")
    where = make(meeting, officer, "Where?", kind="choice", depends_on=visa, depends_value="yes", **lines)
    hotel = make(meeting, officer, "Hotel?", kind="text", depends_on=where, depends_value="2")
    return visa, when, where, hotel


def test_a_question_is_asked_only_after_its_answer(asked):
    visa, when, where, hotel = asked
    table = [
        ({}, [visa]),
        ({visa.pk: "no", where.pk: "2"}, [visa]),
        ({visa.pk: "yes"}, [visa, when, where]),
        ({visa.pk: "yes", where.pk: "1"}, [visa, when, where]),
        ({visa.pk: "yes", where.pk: "2"}, [visa, when, where, hotel]),
    ]
    for values, expected in table:
        assert questions.asked_with(asked, values) == expected


def test_an_answer_to_what_is_not_asked_is_not_kept(asked, meeting, officer):
    visa, when, where, _hotel = asked
    delegate = add_delegate(register(meeting, officer, "MEX"), officer)
    questions.answer(of=delegate, values={visa.pk: "yes", when.pk: "2002-04-01", where.pk: "1"}, on=ON)
    shown = [(one.text, answer) for one, answer in questions.summary(Answer.objects.all())]
    assert shown == [("Visa?", "Yes"), ("When?", "2002-04-01"), ("Where?", "Sea")]
    questions.answer(of=delegate, values={visa.pk: "no", when.pk: "2002-04-01"}, on=ON)
    assert questions.answers_of(delegate) == {visa.pk: "no"}


def test_faulty_questions_are_refused_in_words(asked, meeting, officer):
    visa, _when, where, hotel = asked
    uneven = {"choices_en": "A\nB", "choices_es": "A\nB", "choices_fr": "A"}
    table = [
        ({"text_fr": ""}, questions.NotInEveryLanguage),
        ({"kind": "choice", **uneven}, questions.ChoicesDiffer),
        ({"depends_on": visa, "depends_value": "perhaps"}, questions.NotAnOption),
        ({"depends_on": hotel, "depends_value": "x"}, questions.DependsOnLater),
        ({"depends_on": visa, "depends_value": "yes", "position": 0}, questions.DependsOnLater),
        ({"depends_on": visa, "depends_value": "yes", "asked_of": "party"}, questions.DependsOnLater),
        ({"text_en": "Visa?", "text_es": "Visa? (es)", "text_fr": "Visa? (fr)"}, questions.AskedAlready),
    ]
    for fields, refusal in table:
        with pytest.raises(refusal):
            make(meeting, officer, "New?", **fields)
    with pytest.raises(questions.HasFollowers):
        questions.remove(question=where, by=officer, on=ON)


def test_what_was_answered_keeps_its_kind_and_stays(asked, meeting, officer):
    where, hotel = asked[2:]
    delegate = add_delegate(register(meeting, officer, "MEX"), officer)
    questions.answer(of=delegate, values={asked[0].pk: "yes", where.pk: "2", hotel.pk: "Inn"}, on=ON)
    with pytest.raises(questions.QuestionAnswered):
        questions.remove(question=hotel, by=officer, on=ON)
    hotel.kind = "number"
    with pytest.raises(questions.QuestionAnswered):
        questions.save(question=hotel, by=officer, on=ON)
    for code in ("en", "es", "fr"):
        setattr(where, f"choices_{code}", "Sea\nTown\nHill")
    questions.save(question=where, by=officer, on=ON)
    assert where.shown("3") == "Hill"
    hotel.refresh_from_db()
    hotel.text_en = "Which inn?"
    questions.save(question=hotel, by=officer, on=ON)
    assert hotel.history.count() == 2


def test_a_delegation_answers_what_is_needed_before_it_is_submitted(meeting, officer):
    need = make(meeting, officer, "Papers?", asked_of="party", is_required=True)
    delegation = register(meeting, officer, "MEX")
    assert questions.unanswered(delegation) == [need]
    questions.answer(of=delegation, values={need.pk: "no"}, on=ON)
    assert questions.unanswered(delegation) == []
