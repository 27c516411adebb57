"""The pages of publication requests, comments and statements: who may do what, in which state."""

import pytest
from django.utils import timezone

from network.domain import comments, requests, statements
from network.models import CountryProfile, Party, Post, ProfileComment, PublicationRequest
from tests.cast import holder
from tests.network.office import added, drafted, publish_all

pytestmark = pytest.mark.django_db
State = PublicationRequest.State
HUB = "/en/network/jam/profile/"


@pytest.fixture
def jamaica(parties):
    """The primary focal point of Jamaica, who publishes."""
    return holder("JAM", Post.Kind.PRIMARY, "jam.primary@example.org", "Janet", "James", "en")


@pytest.fixture
def reviewer(parties):
    """The reviewer of Jamaica: comments, does not draft."""
    return holder("JAM", Post.Kind.REVIEWER, "reviewer@example.org", "Rita", "Reid", "en")


@pytest.fixture
def draft(jamaica_deputy):
    """The profile of Jamaica as its deputy drafted it."""
    profile = drafted("JAM", jamaica_deputy)
    added("offers", jamaica_deputy, "JAM", title_en="A course")
    return CountryProfile.objects.select_related("party").get(pk=profile.pk)


@pytest.fixture
def person(request, signed_in):
    """person("reviewer") is a browser in which that member of the cast is logged in, or nobody."""
    return lambda name: (
        request.getfixturevalue("client") if name == "visitor" else signed_in(request.getfixturevalue(name))
    )


def in_state(draft, state, jamaica, jamaica_deputy):
    """A request of the deputy in a state."""
    now = timezone.now()
    one = requests.ask(profile=draft, sections=["authority", "offers"], by=jamaica_deputy, on=now)
    step = {
        State.OPEN: lambda: None,
        State.APPROVED: lambda: requests.approve(request=one, by=jamaica, on=now),
        State.RETURNED: lambda: requests.send_back(request=one, note="A year", by=jamaica, on=now),
        State.REJECTED: lambda: requests.reject(request=one, reason="No", by=jamaica, on=now),
        State.WITHDRAWN: lambda: requests.withdraw(request=one, by=jamaica_deputy, on=now),
        State.LAPSED: lambda: PublicationRequest.objects.filter(pk=one.pk).update(
            state=State.LAPSED, answered_at=now
        ),
    }
    step[state]()
    return PublicationRequest.objects.get(pk=one.pk)


ACTIONS = {
    "approve": ("jamaica", State.APPROVED),
    "return": ("jamaica", State.RETURNED),
    "reject": ("jamaica", State.REJECTED),
    "withdraw": ("jamaica_deputy", State.WITHDRAWN),
}
ROLES = ("visitor", "jamaica", "jamaica_deputy", "reviewer", "mexico", "officer", "administrator")


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("state", State.values)
def test_state_and_role_and_action(draft, jamaica, jamaica_deputy, person, state, role, action):
    one = in_state(draft, state, jamaica, jamaica_deputy)
    browser = person(role)
    answer = browser.post(f"{HUB}request/{one.pk}/{action}/", {"text": "Because"})
    allowed, then = ACTIONS[action]
    one.refresh_from_db()
    if role == allowed and state == State.OPEN:
        assert (answer.status_code, answer["Location"], one.state) == (302, HUB, then)
        return
    assert one.state == state
    if role == "visitor":
        assert "/accounts/login/" in answer["Location"]
    elif role != allowed:
        assert answer.status_code == 403
    else:  # who may, but not now: the page says why
        page = answer if answer.status_code == 200 else browser.get(answer["Location"])
        assert "so this can&#x27;t be done any more" in page.content.decode()


@pytest.mark.parametrize("role", ROLES)
def test_only_a_deputy_asks(draft, jamaica, person, role):
    browser = person(role)
    page = browser.get(f"{HUB}request/")
    seen = page.context["form"]["seen"].value() if page.status_code == 200 else ""
    data = {"asked": "1", "sections": ["authority"], "note": "Now", "seen": seen}
    answer = browser.post(f"{HUB}request/", data)
    asked = [request.note for request in PublicationRequest.objects.all()]
    if role == "jamaica_deputy":
        assert (answer["Location"], asked) == (HUB, ["Now"])
    else:
        assert (answer.status_code, asked) == (302 if role == "visitor" else 403, [])


@pytest.mark.parametrize("role", ["jamaica", "jamaica_deputy", "reviewer", "officer"])
def test_colleagues_and_the_secretariat_read_a_request(draft, jamaica, jamaica_deputy, person, role):
    one = in_state(draft, State.OPEN, jamaica, jamaica_deputy)
    page = person(role).get(f"{HUB}request/{one.pk}/").content.decode()
    assert "A course" in page
    assert ("Approve and publish" in page) is (role == "jamaica")
    assert ("Withdraw the request" in page) is (role == "jamaica_deputy")


def test_a_request_of_another_party_is_not_found(draft, jamaica, jamaica_deputy, mexico, signed_in):
    one = in_state(draft, State.OPEN, jamaica, jamaica_deputy)
    drafted("MEX", mexico)
    assert signed_in(mexico).get(f"/en/network/mex/profile/request/{one.pk}/").status_code == 404


def test_the_draft_that_was_not_in_sight_is_shown_anew_and_the_note_kept(draft, jamaica_deputy, signed_in):
    browser = signed_in(jamaica_deputy)
    old = browser.get(f"{HUB}request/").context["form"]["seen"].value()
    added("offers", jamaica_deputy, "JAM", title_en="A second course")
    data = {"asked": "1", "sections": ["authority", "offers"], "note": "My note", "seen": old}
    page = browser.post(f"{HUB}request/", data)
    assert not PublicationRequest.objects.exists()
    assert "My note" in page.content.decode()
    assert "A second course" in page.content.decode()
    again = data | {"seen": page.context["form"]["seen"].value()}
    assert browser.post(f"{HUB}request/", again)["Location"] == HUB


def test_an_approval_of_a_changed_draft_shows_the_new_differences(draft, jamaica, jamaica_deputy, signed_in):
    one = in_state(draft, State.OPEN, jamaica, jamaica_deputy)
    added("offers", jamaica_deputy, "JAM", title_en="A second course")
    page = signed_in(jamaica).post(f"{HUB}request/{one.pk}/approve/", follow=True).content.decode()
    assert "The draft changed after this request" in page
    since = page.partition("What changed since the request")[2].partition("</section>")[0]
    assert "A second course" in since
    assert "Approve and publish" not in page


def test_what_was_typed_as_an_answer_is_kept_when_it_comes_too_late(
    draft, jamaica, jamaica_deputy, signed_in
):
    one = in_state(draft, State.WITHDRAWN, jamaica, jamaica_deputy)
    page = signed_in(jamaica).post(f"{HUB}request/{one.pk}/return/", {"text": "My long note"})
    assert page.status_code == 200
    assert "My long note" in page.content.decode()
    assert "Return with this note" not in page.content.decode()


def test_the_hub_says_the_next_step_to_each(draft, jamaica, jamaica_deputy, reviewer, signed_in):
    hub = {name: signed_in(user) for name, user in [("p", jamaica), ("d", jamaica_deputy), ("r", reviewer)]}
    assert "Ask for publication" in hub["d"].get(HUB).content.decode()
    assert "Ask for publication" not in hub["p"].get(HUB).content.decode()
    one = in_state(draft, State.OPEN, jamaica, jamaica_deputy)
    assert "Look and answer" in hub["p"].get(HUB).content.decode()
    assert "Look and answer" not in hub["r"].get(HUB).content.decode()
    requests.send_back(request=one, note="Add a year", by=jamaica, on=timezone.now())
    page = hub["d"].get(HUB).content.decode()
    assert "Add a year" in page
    assert "Mend the draft, then ask again." in page


@pytest.mark.parametrize("role", ROLES)
def test_who_comments_and_who_resolves(draft, jamaica, jamaica_deputy, person, role):
    one = comments.add(
        profile=draft, section="offers", text="Which year?", by=jamaica_deputy, on=timezone.now()
    )
    browser = person(role)
    written = browser.post(f"{HUB}comments/offers/", {"text": "Mine"})
    resolved = browser.post(f"{HUB}comments/{one.pk}/resolve/")
    refused = {302} if role == "visitor" else {403}
    colleagues = {"jamaica", "jamaica_deputy", "reviewer"}
    assert ProfileComment.objects.filter(text="Mine").exists() is (role in colleagues)
    one.refresh_from_db()
    assert (one.resolved_at is not None) is (role in colleagues - {"reviewer"})
    if role not in colleagues:
        assert {written.status_code, resolved.status_code} == refused


def test_a_comment_is_seen_beside_its_section_and_never_by_the_public(
    draft, reviewer, jamaica, client, signed_in
):
    offer = draft.offer_entries.get()
    data = {"text": "<b>Which</b> year?", "entry": str(offer.uid)}
    signed_in(reviewer).post(f"{HUB}comments/offers/", data)
    page = signed_in(jamaica).get(f"{HUB}comments/offers/").content.decode()
    assert "&lt;b&gt;Which&lt;/b&gt; year?" in page
    assert "about “A course”" in page
    assert "1 comment not resolved" in signed_in(jamaica).get(HUB).content.decode()
    publish_all("JAM", jamaica, on=timezone.now())
    for address in ("/en/network/jam/", f"/en/network/jam/offers/{offer.uid}/"):
        assert "year?" not in client.get(address).content.decode()
    assert "/accounts/login/" in client.get(f"{HUB}comments/offers/")["Location"]


def test_a_comment_is_withdrawn_by_its_author_alone(draft, reviewer, jamaica, signed_in):
    one = comments.add(profile=draft, section="offers", text="Hm", by=reviewer, on=timezone.now())
    signed_in(jamaica).post(f"{HUB}comments/{one.pk}/withdraw/")
    assert ProfileComment.objects.exists()
    signed_in(reviewer).post(f"{HUB}comments/{one.pk}/withdraw/")
    assert not ProfileComment.objects.exists()


def test_comments_of_a_section_take_the_same_queries_for_few_and_many(
    draft, reviewer, jamaica, signed_in, query_budget
):
    def make(count):
        for number in range(count):
            comments.add(
                profile=draft, section="offers", text=f"No. {number}", by=reviewer, on=timezone.now()
            )

    browser = signed_in(jamaica)
    query_budget(lambda: browser.get(f"{HUB}comments/offers/"), make=make)


def test_the_page_of_a_request_takes_the_same_queries_for_few_and_many_entries(
    draft, jamaica, jamaica_deputy, signed_in, query_budget
):
    """Each of the five sections with entries is a table of its own, and is read once."""
    publish_all("JAM", jamaica, on=timezone.now())
    for section in ("needs", "offers"):
        added(section, jamaica_deputy, "JAM", title_en=section)
    asked = requests.ask(profile=draft, sections=["needs", "offers"], by=jamaica_deputy, on=timezone.now())

    def make(count):
        for number in range(count):
            added("offers", jamaica_deputy, "JAM", title_en=f"No. {number}")

    browser = signed_in(jamaica)
    query_budget(lambda: browser.get(f"{HUB}request/{asked.pk}/"), make=make, sizes=(3, 12), most=13)


def test_the_publisher_states_that_there_is_no_need_and_everybody_reads_it(
    draft, jamaica, jamaica_deputy, client, signed_in
):
    publish_all("JAM", jamaica, on=timezone.now())
    browser = signed_in(jamaica)
    assert "State that there is nothing at present" in browser.get(HUB).content.decode()
    assert browser.get(f"{HUB}needs/nothing/").status_code == 200
    assert "No need at present" not in client.get("/en/network/jam/").content.decode()
    browser.post(f"{HUB}needs/nothing/")
    assert "No need at present" in client.get("/en/network/jam/").content.decode()
    board = browser.get("/en/network/board/").content.decode()
    assert board.count("nothing at present") == 1
    assert "nothing at present" in browser.get("/en/network/board.csv").content.decode()
    assert signed_in(jamaica_deputy).post(f"{HUB}needs/nothing/take-back/").status_code == 403
    browser.post(f"{HUB}needs/nothing/take-back/")
    assert "No need at present" not in client.get("/en/network/jam/").content.decode()


def test_a_statement_is_among_what_is_confirmed(draft, jamaica, signed_in):
    publish_all("JAM", jamaica, on=timezone.now())
    statements.state(party=Party.objects.get(code="JAM"), section="needs", by=jamaica, on=timezone.now())
    page = signed_in(jamaica).get(f"{HUB}confirm/").content.decode()
    assert "No need at present" in page
