"""The marks of a text: what must say the same in every language. Numbers, dates, amounts, references.

    marks("El 11 y 12 de abril de 2002, 18.500,00 USD", "es") -> 2002-04-11, 2002-04-12, 18500 USD

A mark has a key, the same in every language, and the words as they stand. mark_patterns.py cuts the
text into tokens from left to right; here they are read, and neighbours joined: two million dollars is
one amount. What belongs to a date or to a symbol is not counted as a number again.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from .figures import CARDINAL_WORDS, MULTIPLIERS, ORDINAL_WORDS, number_in
from .mark_patterns import CURRENCIES, FIRST_DAYS, PATTERNS, months_of

# How surely a mark is one. A firm mark must stand in every version. A word may be an idiom
# ("no two compete"), so it only counts against another of its kind; "one" is in es and fr an article.
FIRM, CARDINAL, ORDINAL, MONTH, ARTICLE = "firm", "cardinal", "ordinal", "month", "article"
# The kinds of marks, and those of tokens that only say something beside a number.
NUMBER, DATE, AMOUNT, REFERENCE = "number", "date", "amount", "reference"
TIMES, CURRENCY, PERCENT = "times", "currency", "percent"


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands at a place of a text: kind, a key that is equal in all languages, words as written."""

    kind: str
    key: str
    start: int
    end: int
    strength: str = FIRM
    value: Decimal | None = None
    text: str = ""


def marks(text: str, language: str) -> list[Mark]:
    """The marks of a text in a language (en, es or fr), in their order."""
    text = unicodedata.normalize("NFC", text)
    plain = text.translate(_PLAIN)
    tokens = _with_years([*_tokens(plain, language)], plain)
    return [
        replace(mark, text=text[mark.start : mark.end])
        for mark in _joined(tokens, plain)
        if mark.kind not in (TIMES, CURRENCY, PERCENT)
    ]


def _plain_letters() -> dict[int, str]:
    """Letters without accents, one space, one hyphen, one apostrophe: each sign keeps its place."""
    letters = {
        code: base
        for code in range(0xC0, 0x180)
        if (base := unicodedata.normalize("NFD", chr(code))[0]) != chr(code)
    }
    signs = {
        " ": "\u00a0\u2007\u2009\u202f",
        "-": "\u2010\u2011\u2012\u2013\u2014\u2212",
        "'": "\u2019\u02bc",
    }
    return letters | {ord(sign): plain for plain, alike in signs.items() for sign in alike}


_PLAIN = _plain_letters()


# ---------------------------------------------------------------- reading the tokens


def _tokens(plain: str, language: str) -> Iterator[Mark]:
    for match in PATTERNS[language].finditer(plain):
        yield from _READERS[match.lastgroup](match[0], match.start(), match.end(), language)


def _plainly(value: Decimal) -> str:
    """A number as a key: 18500.00 and 18500 are the same."""
    return f"{value.normalize():f}"


def _number(words: str, start: int, end: int, strength: str = FIRM, kind: str = NUMBER) -> Mark:
    """A number in figures; one with zeros in front (a telephone, a code) keeps them."""
    if re.match(r"0\d", words):
        return Mark(REFERENCE, words, start, end)
    value = number_in(words)
    return Mark(kind, _plainly(value), start, end, strength, value)


def _nothing(words, start, end, language) -> list[Mark]:
    return []


def _figures(words, start, end, language) -> list[Mark]:
    return [_number(words.rstrip("s"), start, end)]


def _ordinal(words, start, end, language) -> list[Mark]:
    return [_number(re.match(r"\d+", words)[0], start, end)]


def _heading(words, start, end, language) -> list[Mark]:
    """The number before a paragraph: 1. or 1.1 or 2)."""
    return [Mark(REFERENCE, words.strip().rstrip(".)"), start, end)]


def _each_number(words, start, end, language) -> list[Mark]:
    return [_number(number, start, end) for number in re.findall(r"\d+", words)]


def _dates(words, start, end, language) -> list[Mark]:
    """11 and 12 April 2002: a mark for each day; without a day one for the month."""
    year = (re.findall(r"\d{4}", words) or [""])[0]
    known = months_of(language)
    month = next(known[word] for word in re.findall(r"[a-z]+", words.lower()) if word in known)
    days = [int(day) for day in re.findall(r"(?<!\d)\d{1,2}(?!\d)", words)]
    if FIRST_DAYS[language] in words.lower():
        days.insert(0, 1)
    if not year and not days:
        return [Mark(DATE, f"-{month:02}", start, end, MONTH)]
    return [
        Mark(DATE, f"{year}-{month:02}" + (f"-{day:02}" if day else ""), start, end) for day in days or [0]
    ]


def _iso(words, start, end, language) -> list[Mark]:
    return [Mark(DATE, words, start, end)]


def _slashed(words, start, end, language) -> list[Mark]:
    """11/04/2002: day before month, as the three languages of the ACS write it, unless it can't be."""
    day, month, year = (int(part) for part in re.split(r"[/.]", words))
    if month > 12:
        day, month = month, day
    return [Mark(DATE, f"{year}-{month:02}-{day:02}", start, end)]


def _time(hour: int, minute: int, start: int, end: int) -> Mark:
    """A time of day; a full hour is its number, since 10 h is also ten hours."""
    if minute:
        return Mark(DATE, f"{hour}:{minute:02}", start, end)
    return Mark(NUMBER, str(hour), start, end, FIRM, Decimal(hour))


def _clock(words, start, end, language) -> list[Mark]:
    hour, minute = (int(part) for part in [*re.findall(r"\d+", words), "0"][:2])
    return [_time(hour, minute, start, end)]


def _half_days(words, start, end, language) -> list[Mark]:
    """2.30 to 4.30 p.m.: times of twelve hours, the half of the day said once."""
    found = re.findall(r"(\d{1,2})(?:[:.](\d{2}))?", words)
    times = [(int(hour) % 12, int(minute or 0)) for hour, minute in found]
    is_late = re.search(r"\bp\.? ?m\b|tarde|noche|apres-midi|soir", words, re.IGNORECASE)
    return [
        _time(hour + 12 * bool(is_late and (hour, minute) <= times[-1]), minute, start, end)
        for hour, minute in times
    ]


def _reference(words, start, end, language) -> list[Mark]:
    return [Mark(REFERENCE, words.upper().replace(" ", ""), start, end)]


def _phone(words, start, end, language) -> list[Mark]:
    return [Mark(REFERENCE, re.sub(r"\D", "", words), start, end)]


def _revision(words, start, end, language) -> list[Mark]:
    return [Mark(REFERENCE, re.sub(r"[. ]", "", words).upper(), start, end)]


def _article(words, start, end, language) -> list[Mark]:
    """Article IV.2 and Article IV, paragraph 2 are the same: 4 and 2. Section 1.10 is not 1.1."""
    parts = re.findall(r"\b[IVX]+\b|\d+(?:\.\d+)*", words.partition(" ")[2])
    keys = [part if part[0].isdigit() else str(roman_value(part)) for part in parts]
    return [Mark(REFERENCE, key, start, end) for key in keys]


def roman_value(numeral: str) -> int:
    """XXI is 21: a letter before a greater one is taken off."""
    values = [{"I": 1, "V": 5, "X": 10}[letter] for letter in numeral.upper()]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-value if value < following else value for value, following in pairs)


def _roman(words, start, end, language) -> list[Mark]:
    return [_number(str(roman_value(words)), start, end)]


def _initial(words, start, end, language) -> list[Mark]:
    """V Reunión is the fifth, V. Reyes is a person: one letter counts as a word does."""
    return [_number(str(roman_value(words)), start, end, ORDINAL)]


def _currency(words, start, end, language) -> list[Mark]:
    name = words.lower().rpartition(" ")[2]
    return [Mark(CURRENCY, CURRENCIES.get(name, words), start, end)]


def _percent(words, start, end, language) -> list[Mark]:
    return [Mark(PERCENT, "%", start, end)]


def _word(words, start, end, language) -> list[Mark]:
    """A number in words, a word that multiplies (thousand), or nothing."""
    word = words.lower()
    if (value := CARDINAL_WORDS[language].get(word)) is not None:
        return [_number(str(value), start, end, ARTICLE if value == 1 else CARDINAL)]
    if (value := ORDINAL_WORDS[language].get(word)) is not None:
        return [_number(str(value), start, end, ORDINAL)]
    if (value := MULTIPLIERS[language].get(word)) is not None:
        return [Mark(TIMES, word, start, end, CARDINAL, Decimal(value))]
    return []


_READERS: dict[str, Callable] = {
    "skip": _nothing,
    "heading": _heading,
    "iso": _iso,
    "slashed": _slashed,
    "days": _dates,
    "month_days": _dates,
    "month_year": _dates,
    "symbol": _reference,
    "code": _reference,
    "revision": _revision,
    "phone": _phone,
    "half_days": _half_days,
    "clock": _clock,
    "currency": _currency,
    "article": _article,
    "years": _each_number,
    "slash": _reference,
    "dotted": _reference,
    "ordinal": _ordinal,
    "number": _figures,
    "percent": _percent,
    "roman": _roman,
    "initial": _initial,
    "lower": _roman,
    "month": _dates,
    "word": _word,
}

# ---------------------------------------------------------------- neighbours

_SPAN = re.compile(
    r",? ?(?:-|to|au|al|a|and|et|y|e|through|until|hasta|jusqu'au)?(?: (?:the|on|el|le|du|del|au))? ?"
)


def _with_years(tokens: list[Mark], plain: str) -> list[Mark]:
    """30 April to 2 May 2002: the first day is of the year that the second says."""
    for place in range(len(tokens) - 2, -1, -1):
        mark, following = tokens[place], tokens[place + 1]
        lacks = mark.kind == DATE and mark.key[0] == "-" and mark.strength == FIRM
        if lacks and following.kind == DATE and re.match(r"\d{4}-", following.key):
            gap = plain[mark.end : following.start]
            if following.start < mark.end or _SPAN.fullmatch(gap):
                tokens[place] = replace(mark, key=following.key[:4] + mark.key)
    return tokens


def _joined(tokens: list[Mark], plain: str) -> list[Mark]:
    """Neighbours that are one mark: twenty-one, 2 million, 5 per cent, USD 18,500."""
    done: list[Mark] = []
    for mark in tokens:
        while done and (whole := _join(done[-1], mark, plain[done[-1].end : mark.start])):
            done.pop()
            mark = whole
        done.append(mark)
    return done


def _join(one: Mark, two: Mark, gap: str) -> Mark | None:
    """Two neighbours as one mark, None where they are two."""
    if len(gap) > 5 or one.value is None and one.kind != CURRENCY:
        return None
    for join in (_with_currency, _with_percent, _with_times, _with_rest):
        if whole := join(one, two, gap):
            return replace(whole, start=one.start, end=two.end)
    return None


def _with_currency(one: Mark, two: Mark, gap: str) -> Mark | None:
    """An amount: the currency before or after the number, or a multiplier after both."""
    if one.kind == CURRENCY and two.kind == NUMBER and gap in ("", " "):
        return _amount(two, two.value, one.key)
    if one.kind in (NUMBER, TIMES) and two.kind == CURRENCY and gap in ("", " ", " de ", " d'", " of "):
        return _amount(one, one.value, two.key)
    if one.kind == AMOUNT and two.kind == TIMES and gap == " " and " " in one.key:
        return _amount(one, one.value * two.value, one.key.partition(" ")[2])
    return None


def _amount(mark: Mark, value: Decimal, currency: str) -> Mark:
    return replace(mark, kind=AMOUNT, key=f"{_plainly(value)} {currency}", value=value, strength=FIRM)


def _with_percent(one: Mark, two: Mark, gap: str) -> Mark | None:
    if one.kind == NUMBER and two.kind == PERCENT and gap in ("", " "):
        return replace(one, key=f"{one.key}%", value=None)
    return None


def _with_times(one: Mark, two: Mark, gap: str) -> Mark | None:
    """2 million, mil millones."""
    if one.kind not in (NUMBER, TIMES) or two.kind != TIMES or gap != " " or one.strength == ORDINAL:
        return None
    value = one.value * two.value
    strength = FIRM if one.strength == FIRM else CARDINAL
    return replace(one, kind=NUMBER, key=_plainly(value), value=value, strength=strength)


def _with_rest(one: Mark, two: Mark, gap: str) -> Mark | None:
    """Words that add up: twenty-one, treinta y uno, quatre-vingt-dix-sept, dos mil dos."""
    words = (CARDINAL, ARTICLE)
    if one.strength not in words or two.strength not in words or two.kind != NUMBER:
        return None
    if (one.value, two.value) == (4, 20) and gap in ("-", " "):
        value = Decimal(80)
    elif two.value < _room(one.value) and gap in ("-", " ", " y ", " et ", "-et-", " and "):
        value = one.value + two.value
    else:
        return None
    return replace(one, kind=NUMBER, key=_plainly(value), value=value, strength=CARDINAL)


def _room(value: Decimal) -> int:
    """Below what a following word is part of the same number: 10 after twenty, 1000 after two thousand."""
    if value == 10 or value in (60, 80):  # dix-sept, soixante-dix, quatre-vingt-dix
        return 20 if value != 10 else 10
    if value < 100:
        return 10 if value and value % 10 == 0 else 0
    return next((size for size in (10**6, 1000, 100) if value % size == 0), 0)
