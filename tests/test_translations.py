"""The interface speaks three languages wholly: nothing missing, nothing fuzzy, nothing stale."""

import gettext
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
SOURCES = ("acs_portal", "network", "meetings", "actionplan", "templates")
LANGUAGES = ("en", "es", "fr")
TRANSLATED = ("es", "fr")  # the msgid is the English
MAKE = "stale: run `make messages`, translate what is new, run it again"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def catalogue(language: str) -> Path:
    file = ROOT / "locale" / language / "LC_MESSAGES" / "django.po"
    assert file.with_suffix(".mo").exists(), f"no catalogue {file}: run `make messages`"
    return file


def entries(file: Path, *options: str) -> list[str]:
    """The entries of a .po file that msgattrib selects, one text each; obsolete ones are left out."""
    command = ["msgattrib", "--no-obsolete", "--no-wrap", "--no-location", "--sort-output", *options, file]
    found = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\n\n")
    return [
        entry.strip() for entry in found if entry.strip() and not re.search(r'^msgid ""\nmsgstr', entry, re.M)
    ]


def keys(file: Path) -> set[str]:
    """What a translation is looked up by: context, msgid and plural, without the translation."""
    return {
        "\n".join(line for line in entry.splitlines() if not line.startswith("#")).partition("\nmsgstr")[0]
        for entry in entries(file)
    }


@pytest.fixture(scope="module")
def fresh(tmp_path_factory) -> Path:
    """A copy of the sources in which the strings were collected anew."""
    copy = tmp_path_factory.mktemp("sources")
    for name in SOURCES:
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "locale", copy / "locale") if (ROOT / "locale").exists() else None
    (copy / "locale").mkdir(exist_ok=True)
    languages = [option for language in LANGUAGES for option in ("-l", language)]
    collect = [sys.executable, "-W", "ignore", "-m", "django", "makemessages"]
    subprocess.run(
        [*collect, *languages, "--no-obsolete", "--no-wrap"],
        cwd=copy, check=True, capture_output=True,
    )  # fmt: skip
    return copy


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_string_of_the_sources_is_in_the_catalogue(fresh, language):
    known, wanted = keys(catalogue(language)), keys(fresh / "locale" / language / "LC_MESSAGES" / "django.po")

    assert sorted(wanted - known) == [], MAKE
    assert sorted(known - wanted) == [], MAKE


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_string_is_translated(language):
    assert entries(catalogue(language), "--untranslated") == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_is_a_guess(language):
    assert entries(catalogue(language), "--only-fuzzy") == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_says_what_the_source_says(language, tmp_path):
    compiled = tmp_path / "django.mo"
    subprocess.run(
        ["msgfmt", "--check", "-o", compiled, catalogue(language)], check=True, capture_output=True
    )

    assert read_mo(catalogue(language).with_suffix(".mo")) == read_mo(compiled), MAKE


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_keeps_the_placeholders(language):
    wrong = []
    for key, text in read_mo(catalogue(language).with_suffix(".mo")).items():
        msgid = key[0] if isinstance(key, tuple) else key
        one = not isinstance(key, tuple)  # a singular may say "one" instead of the number
        if msgid and one and sorted(PLACEHOLDER.findall(msgid)) != sorted(PLACEHOLDER.findall(text)):
            wrong.append((msgid, text))

    assert wrong == []


def read_mo(file: Path) -> dict:
    """The translations of a compiled catalogue, without its header."""
    with file.open("rb") as binary:
        catalog = gettext.GNUTranslations(binary)._catalog
    return {key: text for key, text in catalog.items() if key != ""}
