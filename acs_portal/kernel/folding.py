"""Comparing words whatever their accents and case."""

import unicodedata


def fold(text: str) -> str:
    """A text without accents and case, for comparing: Curaçao and CURACAO are the same."""
    parts = unicodedata.normalize("NFD", text.strip().casefold())
    return "".join(part for part in parts if not unicodedata.combining(part))
