"""``programmes/`` and their pages in the administration."""

from __future__ import annotations

import pytest
from django.urls import reverse

from backend.programmes.models import Programme, ProgrammeRule

pytestmark = pytest.mark.usefixtures("world")


def test_everybody_reads_what_a_programme_demands_and_where_that_stands(api):
    fund = api(language="es").get("programmes/pgtf/").json()
    assert fund["name"] == "Fondo Fiduciario Pérez-Guerrero"
    assert (fund["channel"], fund["languages"]) == ("mission", ["ar", "en", "es", "fr"])
    ceilings = [one for one in fund["rules"] if one["rule"] == "ceiling"]
    assert [one["in_force"] for one in ceilings] == [False, False, True]
    assert [one["confirmed"] for one in ceilings] == [False, True, False]
    assert all(one["source"] for one in fund["rules"])
    assert [one["most_characters"] for one in fund["sections"]] == [3_000, 3_000]
    assert fund["sections"][0]["name"] == "Análisis de la situación"


def test_the_list_takes_three_queries(api, django_assert_num_queries):
    with django_assert_num_queries(3):
        rows = api().get("programmes/").json()
    assert [one["code"] for one in rows] == ["pgtf", "small-scale-demonstration"]


def test_a_code_that_there_is_not_is_404(api):
    assert api().get("programmes/xyz/").status_code == 404


def test_nobody_writes_programmes_by_the_api(api, officer):
    assert api(officer).post("programmes/", {}).status_code == 405


@pytest.fixture
def page(client, officer):
    """Sends the Fund's page in the administration, with some fields changed."""
    client.force_login(officer)
    fund = Programme.objects.get(code="pgtf")
    url = reverse("admin:programmes_programme_change", args=[fund.pk])

    def send(**changed):
        form = client.get(url).context["adminform"].form
        formsets = client.get(url).context["inline_admin_formsets"]
        sent = _values(form)
        for one in formsets:
            sent |= _values(one.formset.management_form)
            for row in one.formset.forms:
                sent |= _values(row)
        names = {f"{row.instance.rule}": row.prefix for row in formsets[0].formset.forms}
        for name, value in changed.items():
            rule, _sep, field = name.rpartition("__")
            sent[f"{names[rule.replace('_', '-')]}-{field}" if rule else field] = value
        return client.post(url, {key: value for key, value in sent.items() if value is not None})

    return send


def _values(form):
    found = {}
    for bound in form:
        value = bound.value()
        if value is False or value is None:
            continue
        value = ",".join(value) if isinstance(value, list) else value
        found[bound.html_name] = value
    return found


def errors(answer) -> str:
    return str([one.formset.errors for one in answer.context["inline_admin_formsets"]])


def test_what_an_officer_edits_is_marked_so_that_files_leave_it_alone(page):
    answer = page(duration__parameters='{"most": 36, "least": 1}')
    assert answer.status_code == 302, errors(answer)
    row = ProgrammeRule.objects.get(programme__code="pgtf", rule="duration")
    assert (row.parameters, row.edited, row.version) == ({"most": 36, "least": 1}, True, 2)
    assert ProgrammeRule.objects.filter(edited=True).count() == 1
    assert Programme.objects.get(code="pgtf").edited is False


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"duration__parameters": '{"most": 0}'}, "whole number"),
        ({"duration__parameters": '{"longest": 3}'}, "longest: This rule does not know it"),
        ({"applicant__parameters": '{"groups": ["G99"]}'}, "Codes in it are such as"),
        ({"duration__severity": "blocks"}, "nobody has read in its source"),
        ({"cooperative_element__severity": "blocks"}, "Only a person can tell"),
    ],
)
def test_a_rule_that_can_not_be_is_refused_with_what_would_be_right(page, changed, told):
    answer = page(**changed)
    assert answer.status_code == 200
    assert told in errors(answer)


def test_stages_are_written_in_their_order(page):
    answer = page(stages="proposal,concept")
    assert "order" in str(answer.context["adminform"].form.errors["stages"])


def test_languages_are_those_of_the_list(page):
    answer = page(languages="en,xx")
    assert "xx" in str(answer.context["adminform"].form.errors["languages"])
