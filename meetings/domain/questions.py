"""none --create--> asked --save--> asked --remove--> gone (its states stay in the history)

What a meeting wants to know of each delegation or delegate. A question may be asked only after a certain
answer to an earlier one; an answer to what is not asked is not kept. A question that was answered keeps
its kind and is not removed.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from acs_portal.kernel import acts, tracking
from acs_portal.kernel.errors import RuleBroken
from acs_portal.kernel.languages import CODES, OWN_NAMES
from acs_portal.kernel.models import User
from acs_portal.kernel.texts import versions_of
from meetings.domain.meetings import guard_stands, locked
from meetings.models import Answer, Delegate, Delegation, Meeting, Question

CREATED = acts.verb("question.create", pgettext_lazy("act", "added the question"))
SAVED = acts.verb("question.save", pgettext_lazy("act", "changed the question"))
REMOVED = acts.verb("question.remove", pgettext_lazy("act", "removed the question"))

FIXED = {"kind", "asked_of", "depends_on", "depends_value"}  # once answered


class QuestionAnswered(RuleBroken):
    message = _("This question has been answered, so its kind, whom it asks and when stay as they are.")


class AskedAlready(RuleBroken):
    message = _("This meeting asks “%(question)s” already.")


class NotInEveryLanguage(RuleBroken):
    message = _("Give the question in every language: each delegate reads it. Still missing: %(languages)s")


class ChoicesDiffer(RuleBroken):
    message = _("Give the same number of answers, at least two, in every language, one a line.")


class FewerChoices(RuleBroken):
    message = _("This question has been answered: answers can be added at the end, not taken away.")


class DependsOnLater(RuleBroken):
    message = _(
        "A question follows an earlier one of the same meeting, asked of the same, that has answers to "
        "choose from."
    )


class NotAnOption(RuleBroken):
    message = _("Choose an answer that the earlier question has: %(options)s")


class HasFollowers(RuleBroken):
    message = _("Another question follows from this one. Remove that one first.")


def of_meeting(meeting: Meeting, asked_of: str = "") -> list[Question]:
    """The questions of a meeting in their order, perhaps only those asked of delegations or delegates."""
    found = meeting.questions.select_related("depends_on", "meeting")
    return list(found.filter(asked_of=asked_of) if asked_of else found)


def with_counts(meeting: Meeting) -> list[Question]:
    """The questions of a meeting with `answered`: how many have answered each; one query."""
    found = meeting.questions.select_related("depends_on", "meeting")
    return list(found.annotate(answered=Count("answers")).order_by("position", "pk"))


@transaction.atomic
def create(*, question: Question, by: User, on: datetime) -> Question:
    """Add a question to a meeting; sent twice, it is refused the second time.

    Raises MeetingClosed, AskedAlready, or a rule of its texts and its condition.
    """
    guard_stands(locked(question.meeting))
    _guard(question)
    same = {f"text_{code}": getattr(question, f"text_{code}") for code in CODES}
    if question.meeting.questions.filter(asked_of=question.asked_of, **same).exists():
        raise AskedAlready(question=question.text)
    tracking.write(question, by=by, on=on)
    acts.record(by=by, did=CREATED, to=question, after={"kind": str(question.kind)}, on=on)
    return question


@transaction.atomic
def save(*, question: Question, by: User, on: datetime) -> None:
    """Save an edited question. Raises MeetingClosed, QuestionAnswered, FewerChoices, Stale, as create()."""
    guard_stands(locked(question.meeting))
    _guard(question)
    stored = Question.objects.get(pk=question.pk)
    if question.answers.exists():
        if FIXED.intersection(acts.differences(stored, question)[1]):
            raise QuestionAnswered
        if len(_lines(question, "en")) < len(_lines(stored, "en")):
            raise FewerChoices
    before, after = tracking.write(question, by=by, on=on)
    if after:
        acts.record(by=by, did=SAVED, to=question, before=before, after=after, on=on)


@transaction.atomic
def remove(*, question: Question, by: User, on: datetime) -> None:
    """Take a question away that nobody answered. Raises MeetingClosed, QuestionAnswered, HasFollowers."""
    guard_stands(locked(question.meeting))
    if question.answers.exists():
        raise QuestionAnswered
    if question.dependents.exists():
        raise HasFollowers
    acts.record(by=by, did=REMOVED, to=question, on=on)
    tracking.erase(question, by=by, on=on)


def _guard(question: Question) -> None:
    texts = versions_of(question, "text")
    if missing := [OWN_NAMES[code] for code in CODES if not texts[code].strip()]:
        raise NotInEveryLanguage(languages=", ".join(missing))
    if question.kind == Question.Kind.CHOICE:
        counts = {len(_lines(question, code)) for code in CODES}
        if len(counts) > 1 or min(counts) < 2:
            raise ChoicesDiffer
    if question.depends_on:
        _guard_condition(question, question.depends_on)


def _guard_condition(question: Question, earlier: Question) -> None:
    is_earlier = (earlier.position, earlier.pk) < (question.position, question.pk or earlier.pk + 1)
    is_same = (earlier.meeting_id, earlier.asked_of) == (question.meeting_id, question.asked_of)
    if not (is_earlier and is_same and earlier.has_options):
        raise DependsOnLater
    if question.depends_value not in dict(earlier.options()):
        raise NotAnOption(options=", ".join(f"{value} ({words})" for value, words in earlier.options()))


def _lines(question: Question, code: str) -> list[str]:
    return [line for line in getattr(question, f"choices_{code}").splitlines() if line.strip()]


# ---------------------------------------------------------------- answers


def is_asked(question: Question, values: dict[int, str], asked: set[int]) -> bool:
    """Whether a question is asked, given the answers so far and which questions before it were asked."""
    if question.depends_on_id is None:
        return True
    return question.depends_on_id in asked and values.get(question.depends_on_id) == question.depends_value


def asked_with(questions: Iterable[Question], values: dict[int, str]) -> list[Question]:
    """The questions that are asked when these are the answers; `questions` in their order."""
    asked: set[int] = set()
    found = []
    for question in questions:
        if is_asked(question, values, asked):
            asked.add(question.pk)
            found.append(question)
    return found


def answers_of(one: Delegation | Delegate) -> dict[int, str]:
    """What a delegation or a delegate answered, by the id of the question; none for one not stored yet."""
    return dict(one.answers.values_list("question", "value")) if one.pk else {}


def answer(*, of: Delegation | Delegate, values: dict[int, str], on: datetime) -> None:
    """Keep the answers of a delegation or delegate to what is asked; what is not asked any more goes."""
    kind = Question.AskedOf.PARTY if isinstance(of, Delegation) else Question.AskedOf.DELEGATE
    meeting = of.meeting if isinstance(of, Delegation) else of.delegation.meeting
    asked = {question.pk for question in asked_with(of_meeting(meeting, kind), values)}
    given = {pk: value for pk, value in values.items() if pk in asked and value != ""}
    of.answers.exclude(question__in=given).delete()
    stored = answers_of(of)
    for pk, value in given.items():
        if stored.get(pk) != value:
            of.answers.update_or_create(question_id=pk, defaults={"value": value, "answered_at": on})


def unanswered(delegation: Delegation) -> list[Question]:
    """The questions to a delegation that need an answer and have none."""
    values = answers_of(delegation)
    asked = asked_with(of_meeting(delegation.meeting, Question.AskedOf.PARTY), values)
    return [question for question in asked if question.is_required and not values.get(question.pk)]


def summary(answers: Iterable[Answer]) -> list[tuple[Question, str]]:
    """(question, answer as a person reads it) of some answers, in the order of the questions."""
    ordered = sorted(answers, key=lambda one: (one.question.position, one.question.pk))
    return [(one.question, one.shown) for one in ordered]
