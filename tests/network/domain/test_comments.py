"""Comments on the draft: written by colleagues, resolved by who drafts, erased by their author."""

from uuid import uuid4

import pytest

from acs_portal.kernel.models import Act
from network.domain import asked, comments
from network.models import CountryProfile, Post, ProfileComment
from tests.cast import holder
from tests.network.office import LATER, NOON, added, drafted

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewer(parties):
    """The reviewer of Jamaica: comments, does not draft."""
    return holder("JAM", Post.Kind.REVIEWER, "reviewer@example.org", "Rita", "Reid", "en")


@pytest.fixture
def draft(jamaica_deputy):
    """The profile of Jamaica as its deputy drafted it."""
    return CountryProfile.objects.select_related("party").get(pk=drafted("JAM", jamaica_deputy).pk)


def say(profile, by, text="The year is missing", **more):
    return comments.add(
        profile=profile, section=more.pop("section", "policy"), text=text, by=by, on=NOON, **more
    )


def test_a_comment_waits_for_the_deputies_until_it_is_resolved(draft, reviewer, jamaica_deputy):
    one = say(draft, reviewer)
    (task,) = asked.tasks(draft.party, draft, publishes=False, today=NOON.date())
    assert task.title == "1 comment on the draft of Jamaica is not resolved"
    assert task.detail == "Policy and priorities"
    comments.resolve(comment=one, by=jamaica_deputy, on=LATER)
    assert asked.tasks(draft.party, draft, publishes=False, today=NOON.date()) == []
    one.refresh_from_db()
    assert (one.resolved_by, one.resolved_at) == (jamaica_deputy, LATER)
    comments.reopen(comment=one, by=jamaica_deputy, on=LATER)
    assert list(comments.unresolved(draft)) == ["policy"]


def test_what_is_done_already_is_not_done_again(draft, reviewer, jamaica_deputy):
    one = say(draft, reviewer)
    with pytest.raises(comments.AlreadySo):
        comments.reopen(comment=one, by=jamaica_deputy, on=LATER)
    comments.resolve(comment=one, by=jamaica_deputy, on=LATER)
    with pytest.raises(comments.AlreadySo):
        comments.resolve(comment=one, by=jamaica_deputy, on=LATER)


def test_only_its_author_withdraws_a_comment_and_no_word_of_it_stays(draft, reviewer, jamaica_deputy):
    one = say(draft, reviewer, "A word to forget")
    with pytest.raises(comments.NotAuthor):
        comments.withdraw(comment=one, by=jamaica_deputy, on=LATER)
    comments.withdraw(comment=one, by=reviewer, on=LATER)
    assert not ProfileComment.objects.exists()
    told = [f"{act.before}{act.after}{act.reason}" for act in Act.objects.all()]
    assert not any("forget" in text for text in told)
    with pytest.raises(comments.AlreadySo):
        comments.withdraw(comment=one, by=reviewer, on=LATER)


def test_a_comment_is_about_a_section_or_an_entry_that_is_there(draft, reviewer, jamaica_deputy):
    offer = added("offers", jamaica_deputy, "JAM", title_en="A course")
    assert say(draft, reviewer, section="offers", entry=offer.uid).entry == offer.uid
    with pytest.raises(comments.EntryUnknown):
        say(draft, reviewer, section="offers", entry=uuid4())
    with pytest.raises(comments.EntryUnknown):
        say(draft, reviewer, section="policy", entry=offer.uid)
    with pytest.raises(comments.NoWords):
        say(draft, reviewer, "  ")


def test_the_unresolved_come_first(draft, reviewer, jamaica_deputy):
    first, second = say(draft, reviewer, "One"), say(draft, jamaica_deputy, "Two")
    comments.resolve(comment=first, by=jamaica_deputy, on=LATER)
    assert comments.of_section(draft, "policy") == [second, first]
