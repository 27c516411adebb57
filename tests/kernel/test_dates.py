from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from acs_portal.kernel.dates import PartialDate, partial, validate_partial_date


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("1998", date(1998, 1, 1), date(1998, 12, 31)),
        ("2013-04", date(2013, 4, 1), date(2013, 4, 30)),
        ("2004-02", date(2004, 2, 1), date(2004, 2, 29)),
        ("2010-10-10", date(2010, 10, 10), date(2010, 10, 10)),
    ],
)
def test_a_partial_date_spans_the_days_it_may_mean(text, earliest, latest):
    assert (PartialDate(text).earliest, PartialDate(text).latest) == (earliest, latest)


@pytest.mark.parametrize("text", ["2002-02-31", "2002-13", "98", "2002-4-1", "April", "2002-04-11x"])
def test_what_is_not_a_date_is_refused(text):
    with pytest.raises(ValidationError):
        validate_partial_date(text)


@pytest.mark.parametrize(
    ("language", "month", "day"),
    [
        ("en", "April 2013", "5 April 2013"),
        ("es", "abril de 2013", "5 de abril de 2013"),
        ("fr", "avril 2013", "5 avril 2013"),
    ],
)
def test_it_is_written_no_more_precisely_than_it_is_known(language, month, day):
    with translation.override(language):
        written = [str(PartialDate(text)) for text in ("2013", "2013-04", "2013-04-05")]
    assert written[0] == "2013"
    assert written[1].lower() == month.lower()
    assert written[2] == day


def test_an_empty_date_is_not_known():
    assert partial("") is None
