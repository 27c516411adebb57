"""How a view takes a step of the domain from a form: once sent and valid, with its refusal in the form."""

import pytest
from django import forms

from acs_portal.kernel.errors import RuleBroken
from acs_portal.kernel.forms import posted, saved


class TooLate(RuleBroken):
    message = "It is too late for %(name)s."


class NameForm(forms.Form):
    name = forms.CharField()


@pytest.fixture
def steps() -> list[str]:
    """The steps that were taken."""
    return []


def test_a_page_that_is_only_asked_for_takes_no_step(rf, steps):
    form = NameForm(posted(rf.get("/", {"name": "Ana"})))
    assert not saved(form, lambda: steps.append("taken"))
    assert (steps, form.errors) == ([], {})


def test_a_form_sent_empty_is_judged(rf, steps):
    form = NameForm(posted(rf.post("/")))
    assert not saved(form, lambda: steps.append("taken"))
    assert (steps, list(form.errors)) == ([], ["name"])


def test_a_valid_form_takes_its_step_once(rf, steps):
    form = NameForm(posted(rf.post("/", {"name": "Ana"})))
    assert saved(form, lambda: steps.append(form.cleaned_data["name"]))
    assert steps == ["Ana"]


def test_a_broken_rule_stands_in_the_form_with_what_was_typed(rf):
    def refuse():
        raise TooLate(name="Ana")

    form = NameForm(posted(rf.post("/", {"name": "Ana"})))
    assert not saved(form, refuse)
    assert form.non_field_errors() == ["It is too late for Ana."]
    assert form["name"].value() == "Ana"


def test_a_defect_is_not_taken_for_a_broken_rule(rf):
    form = NameForm(posted(rf.post("/", {"name": "Ana"})))
    with pytest.raises(ZeroDivisionError):
        saved(form, lambda: 1 / 0)
