"""What the demo needs ask of experts must leave those who can help."""

from __future__ import annotations

import pytest

from backend.directory.models import Expert
from backend.matches.selectors import eligible
from backend.matches.services.questions import criteria_of
from backend.needs.models import Need
from matching import datasets

pytestmark = pytest.mark.usefixtures("world")


def test_no_need_rules_out_the_experts_who_answer_it_best(settings):
    labels = datasets.demo_world(settings.BASE / "fixtures" / "demo").labels
    experts = dict(Expert.objects.values_list("external_id", "pk"))
    needs = list(Need.objects.filter(source="demo"))
    assert len(needs) == 56
    for need in needs:
        best = {
            experts[pk]
            for pk, grade in labels[need.external_id].items()
            if grade == 3 and pk in experts
        }
        left = set(eligible(criteria_of(need)).values_list("pk", flat=True))
        assert best <= left, need.external_id
