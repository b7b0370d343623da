"""Two at the same instant: parts of one file, one file for two things, messages of one thread."""

from __future__ import annotations

from functools import partial

import pytest
from tests_at_once import at_once
from tests_files import announce, pdf, send, stored
from tests_support import Api

from backend.accounts.models import User
from backend.consultations.models import ConsultationRequest, RequestThread
from backend.discussion.models import Message, MessageFile
from backend.files import storage
from backend.files.models import StoredFile
from backend.needs.models import Need
from backend.notifications.models import Letter

TIMES = 2  # at once may be one after the other, once


@pytest.fixture
def partner(committed_world) -> User:
    return User.objects.get(email="partner@demo.example")


@pytest.fixture
def request_of(partner) -> ConsultationRequest:
    own = partner.memberships.get().institution
    return ConsultationRequest.objects.create(need=Need.objects.filter(institution=own).first())


def sent_with(*what) -> int:
    return send(*what).status_code


def test_two_clients_that_send_one_file_do_not_spoil_it(partner):
    data = pdf()
    half = len(data) // 2
    for _time in range(TIMES):
        pk = announce(partner, data).json()["id"]
        for part, offset in ((data[:half], 0), (data[half:], half)):
            sent = partial(sent_with, partner, pk, offset, part)
            assert at_once(sent, sent) == [200, 409]
        row = StoredFile.objects.get(pk=pk)
        assert row.status == "ready"
        assert storage.path_of(row.key).read_bytes() == data
        Api(partner).client.delete(f"/api/v1/uploads/{pk}/")


def test_one_file_belongs_to_one_of_two_messages(partner, request_of):
    path = f"consultation-requests/{request_of.pk}/messages/"
    for _time in range(TIMES):
        body = {"text": "With a file.", "uploads": [stored(partner)]}
        statuses = at_once(*[lambda b=body: Api(partner).post(path, b).status_code] * 2)
        assert statuses in ([201, 400], [201, 409])
    assert MessageFile.objects.count() == Message.objects.count() == TIMES


def test_no_message_is_lost_and_each_has_its_number(partner, request_of):
    path = f"consultation-requests/{request_of.pk}/messages/"
    texts = [f"Message {number}." for number in range(4)]
    sent = [lambda t=text: Api(partner).post(path, {"text": t}).status_code for text in texts]
    assert at_once(*sent) == [201] * 4
    found = Message.objects.order_by("number").values_list("number", "text")
    assert [number for number, _text in found] == [1, 2, 3, 4]
    assert {text for _number, text in found} == set(texts)
    assert RequestThread.objects.count() == 1
    assert list(Message.objects.order_by("pk")) == list(Message.objects.order_by("number"))


def test_a_double_click_is_one_message_and_one_round_of_letters(partner, request_of):
    path = f"consultation-requests/{request_of.pk}/messages/"
    click = [lambda: Api(partner).post(path, {"text": "Once."}, "a key").status_code] * 2
    assert at_once(*click) == [201, 201]
    assert Message.objects.count() == 1
    assert Letter.objects.values("address").distinct().count() == Letter.objects.count()
