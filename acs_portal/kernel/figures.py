"""Numbers as people write them in the three languages: by their shape, and as words.

The separators of a number do not follow from the language: Mexico and Central America write
18,500.00 in Spanish, the source of ACS-SF-001 writes 18.500,00 in French. The shape decides.
"""

import re
from decimal import Decimal

GROUPED = r"[1-9]\d{0,2}(?:(?:,\d{3})+(?:\.\d+)?|(?:\.\d{3})+(?:,\d+)?|(?: \d{3})+(?:[.,]\d+)?)(?![.,]?\d)"
FIGURES = rf"(?:{GROUPED}|\d+(?:[.,]\d+)?)"

UNITS = {
    "en": "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen",
    "es": "uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis "
    "diecisiete dieciocho diecinueve veinte veintiuno veintidos veintitres veinticuatro veinticinco "
    "veintiseis veintisiete veintiocho veintinueve",
    "fr": "un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize",
}
TENS = {
    "en": "twenty thirty forty fifty sixty seventy eighty ninety",
    "es": "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa",
    "fr": "vingt trente quarante cinquante soixante",
}
# each ordinal in its forms; in Spanish and French an ending may follow
ORDINALS = {
    "en": "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth",
    "es": "primer segund tercer cuart quint sext septim octav noven decim undecim duodecim",
    "fr": "premier|premiere deuxieme|second|seconde troisieme|tiers|tierce quatrieme cinquieme sixieme "
    "septieme huitieme neuvieme dixieme onzieme douzieme",
}
ENDINGS = {"en": ("",), "es": ("", "o", "a", "os", "as"), "fr": ("", "s")}
ALSO = {"en": {"twice": 2}, "es": {"un": 1, "una": 1}, "fr": {"une": 1, "vingts": 20}}
MULTIPLIERS = {
    "en": {"hundred": 100, "thousand": 1000, "million": 10**6, "millions": 10**6, "billion": 10**9},
    "es": {"cien": 100, "ciento": 100, "mil": 1000, "millon": 10**6, "millones": 10**6},
    "fr": {
        "cent": 100, "cents": 100, "mille": 1000, "million": 10**6, "millions": 10**6, "milliard": 10**9,
        "milliards": 10**9,
    },
}  # fmt: skip
MONTHS = {
    "en": "january february march april may june july august september october november december",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "fr": "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
}


def _cardinals(language: str) -> dict[str, int]:
    units = {word: number for number, word in enumerate(UNITS[language].split(), start=1)}
    tens = {word: 20 + 10 * place for place, word in enumerate(TENS[language].split())}
    return units | tens | ALSO[language]


def _ordinals(language: str) -> dict[str, int]:
    return {
        form + ending: number
        for number, forms in enumerate(ORDINALS[language].split(), start=1)
        for form in forms.split("|")
        for ending in ENDINGS[language]
    }


CARDINAL_WORDS = {language: _cardinals(language) for language in UNITS}
ORDINAL_WORDS = {language: _ordinals(language) for language in UNITS}
MONTH_NUMBERS = {
    language: {word: number for number, word in enumerate(words.split(), start=1)}
    for language, words in MONTHS.items()
}


def number_in(figures: str) -> Decimal:
    """The number that figures stand for, whichever marks of thousands and decimals they carry.

    A single mark before three digits marks thousands: 18.500 is eighteen thousand five hundred, unless
    a zero stands before it (0.125). Raises ValueError for what is not a number.
    """
    if re.fullmatch(GROUPED, figures):
        mark = re.search(r"\D", figures)[0]
        return Decimal(figures.replace(mark, "").replace(",", "."))
    if re.fullmatch(r"\d+(?:[.,]\d+)?", figures):
        return Decimal(figures.replace(",", "."))
    raise ValueError(figures)


def amount_in(figures: str) -> Decimal:
    """An amount of money: a number of at most twelve digits with at most two decimals.

    A single mark before three digits marks thousands. Raises ValueError for what is not an amount.
    """
    value = number_in(figures)
    if value.as_tuple().exponent < -2 or value >= 10**12:
        raise ValueError(figures)
    return value.quantize(Decimal("0.01"))
