import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from acs_portal.kernel.models import Act, StoredFile
from meetings.domain import delegations
from meetings.models import Delegate, Delegation
from network.models import Party
from tests.meetings.conftest import ON, add_delegate, register

NEW = "/en/meetings/rci-1-2002/delegations/new/"
MEXICO = "/en/meetings/rci-1-2002/delegations/mex/"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"


def letter(name="letter.pdf", data=PDF):
    return SimpleUploadedFile(name, data)


def form(code="MEX", **fields):
    party = Party.objects.get(code=code)
    return {"party": party.pk, "letter_reference": "NV 12", "letter_date": "2002-03-20"} | fields


def test_a_letter_that_is_corrected_replaces_the_one_before(meeting, officer, signed_in):
    browser = signed_in(officer)
    browser.post(NEW, form(letter=letter("Ana Secret.pdf")))
    made = Delegation.objects.get()
    browser.post(f"{MEXICO}edit/", form(letter=letter("new.pdf"), opened_version=made.version))
    assert [one.name for one in StoredFile.objects.all()] == ["new.pdf"]
    assert "Secret" not in str(list(Act.objects.values("before", "after")))


def test_a_delegation_is_registered_with_its_letter(meeting, officer, signed_in):
    response = signed_in(officer).post(NEW, form(letter=letter()))
    assert response.url == MEXICO
    made = Delegation.objects.get()
    assert (made.letter_reference, str(made.letter_date), made.letter.name) == (
        "NV 12",
        "2002-03-20",
        "letter.pdf",
    )
    assert made.letter.permission == "file.read"


def test_sent_twice_it_is_registered_once(meeting, officer, signed_in):
    browser = signed_in(officer)
    browser.post(NEW, form(letter=letter()))
    response = browser.post(NEW, form(letter=letter()))
    assert response.context["form"].non_field_errors() == ["Mexico already has a delegation to this meeting."]
    assert Delegation.objects.count() == StoredFile.objects.count() == 1


def test_a_party_that_was_none_on_the_day_is_not_offered(meeting, officer, signed_in):
    response = signed_in(officer).post(NEW, form("CUW"))
    assert response.context["form"].errors == {
        "party": ["This is not a party, or was none on the opening day of the meeting."]
    }


@pytest.mark.parametrize(
    ("upload", "complaint"),
    [
        (
            lambda: letter(data=PDF + b"0" * 50 * 1024 * 1024),
            "“letter.pdf” has 50.0\xa0MB; at most 20.0\xa0MB can be taken.",
        ),
        (
            lambda: letter("letter.pdf", b"MZ an executable that calls itself a letter"),
            "“letter.pdf” is not a PDF, PNG or JPEG file, whatever its name says. Its content decides.",
        ),
        (
            lambda: letter("letter.png"),
            "“letter.png” has the content of a PDF file, but its name says otherwise. "
            "Rename it and try again.",
        ),
    ],
)
def test_a_bad_upload_is_refused_and_what_was_typed_is_kept(meeting, officer, signed_in, upload, complaint):
    response = signed_in(officer).post(NEW, form(letter=upload()))
    assert response.context["form"].errors == {"letter": [complaint]}
    assert response.context["form"]["letter_reference"].value() == "NV 12"
    assert 'value="NV 12"' in response.content.decode()
    assert not StoredFile.objects.exists()


def test_a_31_february_is_refused(meeting, officer, signed_in):
    response = signed_in(officer).post(NEW, form(letter_date="2002-02-31"))
    assert response.context["form"].errors == {"letter_date": ["Enter a valid date."]}


class TestDelegates:
    @pytest.fixture
    def mexicans(self, meeting, officer):
        return register(meeting, officer, "MEX")

    def form(self, **fields):
        return {
            "role": "head",
            "honorific": "Lic.",
            "given_name": "Marisol",
            "family_name": "Medina",
            "function_es": "Directora",
            "email": "m@example.org",
            "is_listed": "on",
        } | fields

    def test_one_is_registered(self, mexicans, officer, signed_in):
        assert signed_in(officer).post(f"{MEXICO}delegates/new/", self.form()).url == MEXICO
        made = Delegate.objects.get()
        assert (made.full_name, made.role, made.is_listed) == ("Lic. Marisol MEDINA", "head", True)

    def test_sent_twice_says_so(self, mexicans, officer, signed_in):
        browser = signed_in(officer)
        browser.post(f"{MEXICO}delegates/new/", self.form(role="adviser"))
        response = browser.post(f"{MEXICO}delegates/new/", self.form(role="adviser"))
        assert response.context["form"].non_field_errors() == [
            "Lic. Marisol MEDINA is already registered in this delegation."
        ]
        assert Delegate.objects.count() == 1

    def test_a_second_head_is_refused_in_the_form(self, mexicans, officer, signed_in):
        add_delegate(mexicans, officer, "Paz", role="head")
        response = signed_in(officer).post(f"{MEXICO}delegates/new/", self.form())
        assert response.context["form"].non_field_errors() == [
            "This delegation already has a head: Ms. Ana PAZ. Give that person another role first."
        ]

    def test_a_change_is_saved(self, mexicans, officer, signed_in):
        delegate = add_delegate(mexicans, officer)
        data = self.form(position=2, opened_version=delegate.version)
        assert signed_in(officer).post(f"{MEXICO}delegates/{delegate.pk}/edit/", data).url == MEXICO
        assert Delegate.objects.get().full_name == "Lic. Marisol MEDINA"

    def test_a_stale_change_is_refused_with_both_texts(self, mexicans, officer, signed_in):
        delegate = add_delegate(mexicans, officer)
        opened = delegate.version
        delegate.family_name = "Theirs"
        delegations.save_delegate(delegate=delegate, by=officer, on=ON)
        data = self.form(position=1, opened_version=opened, family_name="Mine")
        response = signed_in(officer).post(f"{MEXICO}delegates/{delegate.pk}/edit/", data)
        assert ("Family name", "Theirs", "Mine") in response.context["form"].conflicts
        assert Delegate.objects.get().family_name == "Theirs"

    def test_withdrawing_and_reinstating(self, mexicans, officer, signed_in):
        delegate, browser = add_delegate(mexicans, officer), signed_in(officer)
        page = browser.post(f"{MEXICO}delegates/{delegate.pk}/withdraw/", {"reason": "Ill"}, follow=True)
        assert [one.pk for one in page.context["withdrawn"]] == [delegate.pk]
        page = browser.post(f"{MEXICO}delegates/{delegate.pk}/reinstate/", follow=True)
        assert [one.pk for one in page.context["delegates"]] == [delegate.pk]

    def test_a_withdrawal_without_reason_keeps_the_delegate(self, mexicans, officer, signed_in):
        delegate = add_delegate(mexicans, officer)
        response = signed_in(officer).post(f"{MEXICO}delegates/{delegate.pk}/withdraw/", {"reason": ""})
        assert response.context["form"].errors == {"reason": ["This field is required."]}

    def test_a_delegate_of_another_delegation_is_not_found(self, mexicans, meeting, officer, signed_in):
        other = add_delegate(register(meeting, officer, "CUB"), officer)
        assert signed_in(officer).get(f"{MEXICO}delegates/{other.pk}/edit/").status_code == 404
