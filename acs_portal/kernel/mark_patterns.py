"""The patterns by which marks.py cuts a text into tokens: one expression for each language.

They are written for text without accents, with plain spaces, hyphens and apostrophes. The first that
fits at a place takes its words, so the longest and surest stand first, and a plain word last.
"""

import re

from .figures import FIGURES, MONTH_NUMBERS

CODES = (
    "AWG BBD BSD BZD CAD CHF COP CRC CUP DOP EUR GBP GTQ GYD HNL HTG JMD JPY MXN NIO PAB SRD TTD USD VES "
    "XCD XDR"
)
CURRENCIES = {
    "us$": "USD", "u$s": "USD", "$": "USD", "tt$": "TTD", "ec$": "XCD", "j$": "JMD", "€": "EUR", "£": "GBP",
    "dollar": "USD", "dollars": "USD", "dolar": "USD", "dolares": "USD", "euro": "EUR", "euros": "EUR",
}  # fmt: skip
FIRST_DAYS = {"en": "first", "es": "primero", "fr": "premier"}
SHORT_MONTHS = {
    "en": "jan feb mar apr may jun jul aug sep sept oct nov dec",
    "es": "ene feb mar abr may jun jul ago sep sept oct nov dic",
    "fr": "janv fevr mars avr mai juin juil aout sep sept oct nov dec",
}
# the words before the number of an article or paragraph
REFERS = {
    "en": "articles? sections? paragraphs? items? points? annex(?:es)? chapters? rules? art para",
    "es": "articulos? secci(?:on|ones) parrafos? temas? puntos? items? anexos? capitulos? reglas? art parr",
    "fr": "articles? sections? paragraphes? points? annexes? chapitres? regles? art",
}
PER_CENT = {"en": "per ?cent", "es": "por ciento", "fr": "pour cent"}
HALF_DAYS = {
    "en": r"[ap]\.? ?m\b\.?",
    "es": r"(?:[ap]\.? ?m\b\.?|de la (?:manana|tarde|noche))",
    "fr": r"(?:h|heures?) (?:du matin|de l'apres-midi|du soir)",
}


def months_of(language: str) -> dict[str, int]:
    """The months that a text of a language may name, with their numbers.

    Its own, whole or shortened; those of the others too, since a text quotes titles and dates.
    """
    short = [word for word in SHORT_MONTHS[language].split() if word != "sept"]
    whole = {name: number for names in MONTH_NUMBERS.values() for name, number in names.items()}
    return whole | {word: number for number, word in enumerate(short, start=1)} | {"sept": 9}


CAPITAL = {"may": "May", "march": "March"}  # in small letters these are other words of English


def _any_of(names) -> str:
    """A pattern for names of months, the longest first."""
    found = sorted(names, key=len, reverse=True)
    small = [name for name in found if name not in CAPITAL]
    capital = [CAPITAL[name] for name in found if name in CAPITAL]
    return "|".join([rf"(?i:{'|'.join(small)})\b", *(rf"{name}\b" for name in capital)])


def _dates(language: str) -> dict[str, str]:
    month, whole = rf"(?:{_any_of(months_of(language))}\.?)", rf"(?:{_any_of(MONTH_NUMBERS[language])})"
    day = rf"(?:\d{{1,2}}(?:\.?[º°ª]|(?:st|nd|rd|th|er|ro|ero)\b)?(?!\d)|(?i:{FIRST_DAYS[language]})\b)"
    between = r"(?: ?, ?| ?- ?|,? (?:and|et|y|e|to|au|al|a|through|&) (?:the |el |le )?)"
    days = rf"{day}(?:{between}{day}){{0,6}}"
    of = r"(?:of |de |del |de l'annee |del ano )"
    found = {
        "iso": r"\d{4}-(?:0[1-9]|1[0-2])(?:-\d{2})?(?![\d-])",
        "slashed": r"\d{1,2}/\d{1,2}/\d{4}(?!\d)|\d{1,2}\.\d{1,2}\.\d{4}(?!\d)",
        "days": rf"{days}(?: day)? {of}?{month}(?:,? {of}?\d{{4}}(?!\d))?",
    }
    if language != "fr":
        found["month_days"] = rf"{month} {days}(?:,? {of}?\d{{4}}(?!\d))?(?! ?[:h%\d])"
    return found | {"month_year": rf"{month},? {of}?\d{{4}}(?!\d)", "month": whole}


def _pattern(language: str) -> re.Pattern:
    dates = _dates(language)
    month = dates.pop("month")
    clock = r"\d{1,2}(?:[:.]\d{2})?"
    symbols = "|".join(re.escape(sign) for sign in ("US$", "U$S", "$", "€", "£"))
    parts = {
        "skip": r"https?://\S+|www\.\S+|[\w.+-]+@[\w-]+\.[\w.]+",
        **dates,
        "symbol": r"(?=[^\s/]*[A-Z])(?=[^\s]*\d)[A-Z0-9][A-Za-z0-9.-]*(?:/[A-Za-z0-9.-]*[A-Za-z0-9])+"
        r"|\d+(?:/[A-Z][A-Za-z0-9.-]*[A-Za-z0-9])+",
        "code": r"[A-Z]{2,}(?:[.-][A-Z0-9]+)*[.-]\d+[A-Z0-9]*(?:[.-][A-Z0-9]+)*\b|[A-Z][a-z]+-\d{1,2}\b"
        rf"|(?!(?:{'|'.join(CODES.split())})\d)[A-Z]+\d+[A-Za-z0-9]*",
        "revision": r"(?:[Rr]ev|[Aa]dd|[Cc]orr|REV|ADD|CORR)\.? ?\d+",
        "phone": r"\+\d[\d ()-]{5,}\d",
        "half_days": rf"{clock}(?:(?: (?:to|and|a|y|et) | ?- ?){clock})? ?{HALF_DAYS[language]}",
        "clock": r"\d{1,2}(?: ?[hH] ?|:)\d{2}(?![\d:])(?: ?min\b)?(?: ?(?:h|hrs|hours|horas|heures)\b)?"
        r"|\d{1,2}\.\d{2} ?(?:h|hrs|hours|horas|heures)\b|\d{1,2} ?h\b",
        "heading": r"(?m:^) *\d+(?:\.\d+)*[.)](?= )|(?m:^)\d+\.\d+(?= [A-Z][a-z])",
        "currency": rf"{symbols}|[A-Z]{{1,3}}\$|(?:{'|'.join(CODES.split())})(?![A-Za-z])"
        r"|(?i:(?:us |u\.s\. |united states )?(?:dollars?|dolar(?:es)?|euros?))\b",
        "article": rf"(?i:{'|'.join(REFERS[language].split())})\b\.? (?:[IVX]+\b|\d+)(?:[.(]\d+\)?)*(?!,\d)",
        "years": r"\d{4}/\d{4}(?!\d)",
        "slash": r"\d+(?:/\d+)+",
        "dotted": rf"(?!{FIGURES}(?![.\d]))\d+(?:\.\d+){{2,}}",
        "ordinal": r"\d+(?:\.?[º°ª]|(?:st|nd|rd|th|ers?|res?|es?|emes?|nde?|[drtmvn][oa])\b)",
        "number": rf"{FIGURES}(?:s\b)?",
        "percent": rf"%|(?i:{PER_CENT[language]})\b",
        "roman": r"(?=[IVX]{2})(?:X{1,3}(?:IX|IV|V?I{0,3})|IX|IV|VI{1,3}|I{2,3})"
        r"(?=\b|(?:e|eme|er|re|o|a)\b|[º°ª])",
        "initial": r"[IVX](?=(?:e|er|re)\b|[º°ª]| [A-Z][a-z])",
        "lower": r"(?<=\()(?:i{1,3}|iv|vi{0,3}|ix|x)(?=\))",
        "month": month,
        "word": r"[^\W\d_]+",
    }
    return re.compile("|".join(f"(?P<{name}>{found})" for name, found in parts.items()))


PATTERNS = {language: _pattern(language) for language in ("en", "es", "fr")}
