import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from acs_portal.kernel import files

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 40


def upload(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


@pytest.mark.parametrize(
    ("name", "data", "media_type"), [("letter.pdf", PDF, "application/pdf"), ("Scan.PNG", PNG, "image/png")]
)
def test_the_content_says_what_a_file_is(name, data, media_type):
    assert files.check(upload(name, data)) == media_type


@pytest.mark.parametrize(
    ("name", "data", "refusal"),
    [
        ("letter.pdf", b"MZ\x90\x00 a program", files.FileTypeRefused),
        ("letter.pdf", b"<html><script>alert(1)</script></html>", files.FileTypeRefused),
        ("letter.png", PDF, files.FileMisnamed),
        ("letter.pdf", b"", files.FileEmpty),
    ],
)
def test_a_wrong_file_is_refused_by_its_content(name, data, refusal):
    with pytest.raises(refusal):
        files.check(upload(name, data))


def test_a_file_of_50_mb_is_refused_with_both_sizes():
    large = upload("letter.pdf", PDF)
    large.size = 50 * 1024 * 1024
    with pytest.raises(files.FileTooLarge) as refusal:
        files.check(large)
    assert "50.0" in str(refusal.value)
    assert "20.0" in str(refusal.value)


@pytest.mark.django_db
def test_a_stored_file_is_served_as_an_attachment_to_the_secretariat_alone(signed_in, officer, mexico):
    stored = files.store(upload("lettre.pdf", PDF), by=officer)
    response = signed_in(officer).get(f"/files/{stored.pk}/")
    assert b"".join(response.streaming_content) == PDF
    assert response.headers["Content-Disposition"] == 'attachment; filename="lettre.pdf"'
    assert signed_in(mexico).get(f"/files/{stored.pk}/").status_code == 404


@pytest.mark.django_db
def test_a_path_in_the_name_of_an_upload_is_dropped(officer):
    assert files.store(upload("../../etc/passwd.pdf", PDF), by=officer).name == "passwd.pdf"


@pytest.mark.django_db
def test_the_bytes_of_an_upload_go_with_the_transaction_that_is_rolled_back_around_it(officer):
    gone = []

    def refuse():
        with files.atomic():
            with files.atomic():
                gone.append(files.store(upload("gone.pdf", PDF), by=officer).file.name)
            gone.append(files.store(upload("gone.pdf", PDF), by=officer).file.name)
            raise files.FileEmpty(name="other.pdf")

    with files.atomic():
        kept = files.store(upload("kept.pdf", PDF), by=officer)
    with pytest.raises(files.FileEmpty):
        refuse()
    assert default_storage.exists(kept.file.name)
    assert [default_storage.exists(name) for name in gone] == [False, False]
