"""Parameters of rules: what can't be is refused by name, with why and what would be right."""

from __future__ import annotations

from decimal import Decimal

import pytest

from backend.programmes.rules import RULES, BadParameters, UnknownRule, read_rule

KINDS = [{"kind": "checklist", "names": {"en": "Checklist"}, "signed": True}]


def test_an_unknown_rule_is_told_which_there_are():
    with pytest.raises(UnknownRule) as refused:
        read_rule("sealing", {})
    assert "sealing" in str(refused.value)
    assert "participating-countries" in str(refused.value)


def test_every_rule_has_a_title_and_a_docstring():
    for key, rule in RULES.items():
        assert str(rule.title), key
        assert rule.__doc__, key
        assert rule.key == key


@pytest.mark.parametrize(
    ("key", "given", "name", "told"),
    [
        ("ceiling", {}, "most", "missing"),
        ("ceiling", {"most": 35000.5}, "most", '"0.01" or more'),
        ("ceiling", {"most": "much"}, "most", "much"),
        ("ceiling", {"most": "NaN"}, "most", "NaN"),
        ("ceiling", {"most": "0"}, "most", '"0.01" or more'),
        ("ceiling", {"most": True}, "most", "True"),
        ("ceiling", {"most": "1", "least": "0"}, "least", "It takes: most."),
        ("deadline", {"at": "noon"}, "at", "takes no parameters"),
        ("participating-countries", {"least": "3"}, "least", "whole number, 1 or more"),
        ("participating-countries", {"least": 0}, "least", "whole number, 1 or more"),
        ("participating-countries", {"least": 3, "group": "g77"}, "group", "such as G77"),
        ("applicant", {"types": ["school"]}, "types", "research_institute"),
        ("applicant", {"types": "ngo"}, "types", "list in square brackets"),
        ("applicant", {"countries": ["Kenya"]}, "countries", "such as KEN"),
        ("applicant", {"network_members": "yes"}, "network_members", "true or false"),
        ("regions", {"reaches": ["national"]}, "reaches", "sub-regional"),
        ("regions", {"reaches": []}, "reaches", "not be empty"),
        ("letters", {"parts": ["stamp"]}, "parts", "signature"),
        ("cover", {"fields": ["colour"]}, "fields", "beneficiaries"),
        ("shared-activities", {"least_share": "1.5"}, "least_share", 'from "0" to "1"'),
        ("attachments", {"kinds": [{"kind": "Check List"}]}, "kinds", "summary-checklist"),
        ("attachments", {"kinds": [{"sort": "x"}]}, "kinds", '"kind"'),
        ("attachments", {"kinds": [{"kind": "x", "names": {"en": 1}}]}, "kinds", '"names"'),
        ("attachments-of-some", {"types": [], "kinds": KINDS}, "types", "not be empty"),
    ],
)
def test_a_parameter_that_can_not_be_is_named(key, given, name, told):
    with pytest.raises(BadParameters) as refused:
        read_rule(key, given)
    assert list(refused.value.errors) == [name]
    assert told in refused.value.errors[name]


def test_all_that_is_wrong_is_told_at_once():
    with pytest.raises(BadParameters) as refused:
        read_rule("duration", {"most": 0, "least": "x", "days": 3})
    assert set(refused.value.errors) == {"most", "least", "days"}


def test_parameters_that_are_no_object_are_refused():
    with pytest.raises(BadParameters, match="object"):
        read_rule("ceiling", ["35000"])


def test_amounts_are_exact():
    assert read_rule("ceiling", {"most": "35000.10"}).most == Decimal("35000.10")
    assert read_rule("ceiling", {"most": 35000}).most == Decimal(35000)


def test_what_is_left_out_has_its_default():
    rule = read_rule("other-inputs", {})
    assert (rule.least_ratio, rule.in_kind, rule.evidence, rule.confirmed) == (1, True, True, True)
