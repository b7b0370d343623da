"""Records of steps: one shape for all tables of transitions."""

from __future__ import annotations

import datetime

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction

from backend.common.models import StepRecord
from backend.common.on_behalf import OnBehalf
from backend.common.records import record_step
from backend.common.transitions import Automatic, Step, StepNotAllowed, Table
from backend.consultations.models import ConsultationRequest, StepTaken
from backend.needs.models import Need

pytestmark = pytest.mark.usefixtures("world")
RECORDS = [model for model in apps.get_models() if issubclass(model, StepRecord)]
BY_TELEPHONE = OnBehalf("telephone", datetime.date(2026, 3, 2), "said on the telephone")
TABLE = Table(Step("go", frozenset({"draft"}), "submitted", "may"))


@pytest.fixture
def row() -> ConsultationRequest:
    return ConsultationRequest.objects.create(need=Need.objects.order_by("pk")[0])


@pytest.mark.parametrize("model", RECORDS, ids=lambda model: model.__name__)
def test_a_record_has_the_row_it_is_of_and_statuses_of_its_own(model):
    assert isinstance(model._meta.get_field(model.ABOUT), models.ForeignKey)
    for name in ("source", "target"):
        assert model._meta.get_field(name).choices


@pytest.mark.parametrize("model", RECORDS, ids=lambda model: model.__name__)
def test_the_database_wants_a_day_with_each_channel(model):
    [rule] = [one for one in model._meta.constraints if one.name.endswith("_with_a_day")]
    assert model._meta.app_label in rule.name


def test_a_step_and_its_record_come_together(row):
    made = record_step(TABLE, "go", row, Automatic(), StepTaken, reason="x", on_behalf=BY_TELEPHONE)
    row.refresh_from_db()
    assert (made.request, made.source, made.target) == (row, "draft", row.status)
    assert (made.by, made.reason, made.channel) == (None, "x", "telephone")


def test_a_step_that_is_not_possible_leaves_no_record(row):
    row.status = "closed"
    with pytest.raises(StepNotAllowed):
        record_step(TABLE, "go", row, Automatic(), StepTaken)
    assert not StepTaken.objects.filter(step="go").exists()


def test_a_channel_without_a_day_is_refused(row):
    with pytest.raises(IntegrityError), transaction.atomic():
        StepTaken.objects.create(
            request=row, step="go", source="draft", target="draft", channel="mail"
        )
