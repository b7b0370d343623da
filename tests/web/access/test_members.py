"""Colleagues: invited, joined, given another role, gone; and one owner at least."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests_access import last_letter, link_of

from backend.access.models import MemberInvitation
from backend.accounts.models import User
from backend.directory.models import Institution, Membership
from backend.notifications.models import Letter

pytestmark = pytest.mark.usefixtures("world")
WHOM = {"email": "joao@water.example", "role": "editor", "language": "pt"}
NEW = {"name": "João Silva", "password": "palmeira-azul-9"}


@pytest.fixture
def members(own) -> str:
    return f"institutions/{own.pk}/members/"


@pytest.fixture
def invitations(own) -> str:
    return f"institutions/{own.pk}/invitations/"


@pytest.fixture
def link(api, partner, invitations) -> str:
    answer = api(partner).post(invitations, WHOM)
    assert answer.status_code == 201, answer.content
    return link_of(last_letter(WHOM["email"]))


def test_a_colleague_without_an_account_joins_by_the_letters_link(api, client, own, link):
    assert last_letter(WHOM["email"]).language == "pt"
    assert own.name in client.get(link).content.decode()
    assert not own.memberships.filter(role="editor").exists()
    assert client.post(link, NEW).status_code == 302
    joined = own.memberships.get(role="editor")
    assert (joined.user.email, joined.user.get_full_name()) == (WHOM["email"], NEW["name"])
    assert joined.valid_from == timezone.localdate()
    assert client.session["_auth_user_id"] == str(joined.user.pk)
    assert MemberInvitation.objects.get().status == "accepted"


def test_a_colleague_with_an_account_joins_with_that(client, own, link, stranger):
    client.force_login(stranger)
    assert client.post(link).status_code == 302
    assert own.memberships.get(user=stranger).role == "editor"
    client.logout()
    assert client.post(link, NEW).status_code == 409
    assert not User.objects.filter(email=WHOM["email"]).exists()


def test_an_account_there_is_not_taken_over_by_a_new_one(client, link):
    there = User.objects.create_user(WHOM["email"], "counterpart")
    assert client.post(link, NEW).status_code == 409
    there.refresh_from_db()
    assert there.check_password("counterpart")
    assert MemberInvitation.objects.get().status == "sent"


def test_what_is_taken_back_or_expired_lets_nobody_in(api, client, partner, invitations, link):
    MemberInvitation.objects.update(expires_at=timezone.now())
    assert client.post(link, NEW).status_code == 409
    one = MemberInvitation.objects.get()
    assert api(partner).post(f"{invitations}{one.pk}/withdraw/").json()["status"] == "withdrawn"
    assert client.post(link, NEW).status_code == 409
    assert api(partner).post(f"{invitations}{one.pk}/resend/").status_code == 409
    assert not User.objects.filter(email=WHOM["email"]).exists()
    assert client.get("/join/made~up/").status_code == 404


def test_it_is_sent_again_once_a_day_at_most_and_lasts_anew(api, partner, invitations, link):
    one = MemberInvitation.objects.get()
    assert api(partner).post(f"{invitations}{one.pk}/resend/").status_code == 409
    ago = timezone.now() - datetime.timedelta(days=20)
    MemberInvitation.objects.update(sent_at=ago, expires_at=ago)
    again = api(partner).post(f"{invitations}{one.pk}/resend/")
    assert again.status_code == 200
    assert link_of(last_letter(WHOM["email"])) == link
    assert Letter.objects.filter(address=WHOM["email"]).count() == 2
    assert (
        api(partner).post(invitations, {**WHOM, "email": "JOAO@water.example"}).status_code == 409
    )


@pytest.mark.parametrize("role", ["editor", "approver", "reader"])
def test_only_owners_and_officers_invite_and_read_addresses(
    api, officer, member, members, invitations, role, partner
):
    one = member(role)
    assert api(one).post(invitations, WHOM).status_code == 403
    assert api(one).get(invitations).status_code == 403
    seen = api(one).get(members)
    assert seen.status_code == 200
    assert "@" not in seen.content.decode()
    for user in (partner, officer):
        assert partner.email in api(user).get(members).content.decode()
        assert api(user).get(invitations).status_code == 200


def test_strangers_see_no_members(api, stranger, own, members, invitations):
    for path in (members, invitations):
        assert api().get(path).status_code == 401
        assert api(stranger).get(path).status_code == 403
    Institution.objects.filter(pk=own.pk).update(consent_listed=False)
    for path in (members, invitations):
        assert api(stranger).get(path).status_code == 404
    nowhere = "institutions/" + "-" * 36 + "/members/"
    assert api(stranger).get(nowhere).status_code == 404


def test_a_role_is_changed_by_owners_on_the_version_they_read(api, partner, member, members, own):
    one = own.memberships.get(user=member("reader"))
    path = f"{members}{one.pk}/"
    assert api(one.user).patch(path, {"role": "owner"}, 1).status_code == 403
    assert api(partner).patch(path, {"role": "king"}, 1).status_code == 400
    changed = api(partner).patch(path, {"role": "approver"}, 1).json()
    assert (changed["role"], changed["version"]) == ("approver", 2)
    late = api(partner).patch(path, {"role": "editor"}, 1)
    assert (late.status_code, late.json()["differences"][0]["now"]) == (412, "approver")


def test_the_last_owner_stays_one(api, partner, member, members, own):
    mine = own.memberships.get(user=partner)
    refused = api(partner).patch(f"{members}{mine.pk}/", {"role": "reader"}, mine.version)
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (409, "last_owner")
    assert api(partner).post(f"{members}{mine.pk}/end/").status_code == 409
    member("owner")
    assert api(partner).post(f"{members}{mine.pk}/end/").status_code == 200
    assert api(partner).get(members).status_code == 403


def test_an_owner_who_can_not_log_in_does_not_count(api, partner, member, members, own):
    other = member("owner")
    User.objects.filter(pk=other.pk).update(is_active=False)
    mine = own.memberships.get(user=partner)
    assert api(partner).post(f"{members}{mine.pk}/end/").status_code == 409


def test_who_leaves_stays_on_record_and_may_come_back_the_same_day(
    api, client, partner, members, own, link, invitations
):
    client.post(link, NEW)
    joined = own.memberships.get(role="editor")
    assert api(joined.user).post(f"{members}{joined.pk}/end/").status_code == 200
    assert api(joined.user).post(f"{members}{joined.pk}/end/").status_code == 403
    assert api(partner).post(f"{members}{joined.pk}/end/").status_code == 409
    former = api(partner).get(members, former="true").json()["results"]
    assert [one["id"] for one in former] == [str(joined.pk)]
    assert api(partner).post(invitations, WHOM).status_code == 201
    client.post(link_of(last_letter(WHOM["email"])))
    assert Membership.objects.get(pk=joined.pk).valid_to is None


def test_lists_cost_the_same_number_of_queries_however_long(
    api, partner, own, members, invitations
):
    def cost(path: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            assert api(partner).get(path).status_code == 200
        return len(seen)

    api(partner).post(invitations, WHOM)
    few = [cost(members), cost(invitations)]
    for number in range(6):
        user = User.objects.create_user(f"m{number}@own.example", first_name=f"M{number}")
        Membership.objects.create(user=user, institution=own, role="reader")
        api(partner).post(invitations, {**WHOM, "email": f"n{number}@own.example"})
    assert [cost(members), cost(invitations)] == few
