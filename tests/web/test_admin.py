"""The administration: open to officers without being staff, closed to everybody else."""

from __future__ import annotations

import re

import pytest
from django.contrib.admin.sites import AdminSite
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from backend.accounts.models import User
from backend.codelists.models import GroupMembership
from backend.common.admin_site import site
from backend.directory.models import Expert, Institution, LanguageSkill, Membership, Passage
from backend.matches.models import MatchRun
from backend.matches.services import perform_run, request_run
from backend.needs.models import Need

LISTS = sorted(model._meta.label_lower for model in site._registry)

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture
def at_work(client, officer):
    """A browser in which an officer has logged in."""
    client.force_login(officer)
    return client


def list_of(label: str) -> str:
    return reverse(f"admin:{label.replace('.', '_')}_changelist")


def page_of(row) -> str:
    return reverse(f"admin:{row._meta.label_lower.replace('.', '_')}_change", args=[row.pk])


def filled_in(response) -> dict[str, str]:
    """What a browser would send back: every form's fields as they stand."""
    context = response.context
    forms = [context["adminform"].form]
    formsets = [one.formset for one in context["inline_admin_formsets"]]
    forms += [form for one in formsets for form in [one.management_form, *one.forms]]
    sent = {}
    for form in forms:
        for field in form:
            value = field.value()
            if isinstance(value, bool):
                value = "on" if value else None
            if value is not None:
                sent[field.html_name] = value
                if field.field.show_hidden_initial:
                    sent[field.html_initial_name] = value
    return sent


def save(client, row, **changes):
    url = page_of(row)
    response = client.post(url, {**filled_in(client.get(url)), **changes})
    assert response.status_code == 302, re.findall(r"errorlist.*?</ul>", response.content.decode())
    row.refresh_from_db()


@pytest.mark.parametrize("label", LISTS)
def test_an_officer_can_search_every_list_and_open_one_of_it(at_work, label):
    model = next(model for model in site._registry if model._meta.label_lower == label)
    assert at_work.get(list_of(label), {"q": "Ágüa 水"}).status_code == 200
    row = model._default_manager.exclude(
        **({"is_superuser": True} if model is User else {})
    ).first()
    if row is not None:
        assert at_work.get(page_of(row)).status_code == 200


@pytest.mark.parametrize("person", ["partner", "expert", "stranger"])
def test_others_are_refused(client, request, person):
    client.force_login(request.getfixturevalue(person))
    response = client.get("/admin/", follow=True)
    assert response.status_code == 403


def test_whoever_is_not_logged_in_is_led_to_the_one_log_in(client):
    response = client.get("/admin/directory/expert/", follow=True)
    assert response.redirect_chain[-1][0].startswith("/accounts/login/?next=")
    assert "/admin/directory/expert/" in response.redirect_chain[-1][0]


def test_an_officer_whose_membership_has_ended_is_refused(client, officer):
    officer.memberships.update(valid_to="2020-01-01", valid_from="2019-01-01")
    client.force_login(officer)
    assert client.get("/admin/", follow=True).status_code == 403


def queries(client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.mark.parametrize("label", LISTS)
def test_the_number_of_queries_of_a_list_does_not_grow_with_its_rows(at_work, label, monkeypatch):
    admin = next(one for model, one in site._registry.items() if model._meta.label_lower == label)
    queries(at_work, list_of(label))
    monkeypatch.setattr(admin, "list_per_page", 2)
    few = queries(at_work, list_of(label))
    monkeypatch.setattr(admin, "list_per_page", 40)
    assert queries(at_work, list_of(label)) <= few


def test_a_changed_profile_is_marked_so_that_an_import_leaves_it(at_work):
    expert = Expert.objects.order_by("pk")[0]
    before = expert.version
    save(at_work, expert, city="Kisumu")
    assert (expert.city, expert.edited_fields, expert.version) == ("Kisumu", ["city"], before + 1)


def test_saving_without_a_change_marks_nothing(at_work):
    expert = Expert.objects.order_by("pk")[0]
    before = expert.version
    save(at_work, expert)
    assert (expert.edited_fields, expert.version) == ([], before)


def test_a_changed_passage_is_marked_and_its_neighbours_are_not(at_work):
    institution = Institution.objects.filter(passages__isnull=False).first()
    first, second = institution.passages.order_by("pk")[:2]
    page = filled_in(at_work.get(page_of(institution)))
    name = next(k for k, v in page.items() if k.endswith("-id") and str(v) == str(first.pk))
    save(at_work, institution, **{name.replace("-id", "-text"): "Small hydropower for islands."})
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.edited, first.version, first.text) == (True, 2, "Small hydropower for islands.")
    assert (second.edited, second.version) == (False, 1)
    assert institution.edited_fields == []


def test_a_changed_language_of_an_expert_is_marked(at_work):
    expert = LanguageSkill.objects.first().expert
    save(at_work, expert, **{"language_skills-0-level": "A1"})
    assert expert.edited_fields == ["language_skills"]
    assert expert.version == 2


def test_contact_data_can_be_changed_by_an_officer(at_work):
    expert = Expert.objects.filter(contact__isnull=False).first()
    save(at_work, expert, **{"contact-0-phone": "+254 20 000 0000"})
    expert.contact.refresh_from_db()
    assert expert.contact.phone == "+254 20 000 0000"


@pytest.mark.parametrize("names", ["{}", "[]", '{"en": ""}', '{"not a tag": "X"}', "7", "{"])
def test_names_that_are_none_are_refused(at_work, names):
    expert = Expert.objects.first()
    url = page_of(expert)
    response = at_work.post(url, {**filled_in(at_work.get(url)), "names": names})
    assert response.status_code == 200
    assert response.context["adminform"].form.errors["names"]


def refused(client, row, **changes) -> set[str]:
    """The fields that are refused, whatever rows they stand in."""
    url = page_of(row)
    response = client.post(url, {**filled_in(client.get(url)), **changes})
    assert response.status_code == 200
    formsets = [one.formset for one in response.context["inline_admin_formsets"]]
    forms = [response.context["adminform"].form, *(f for one in formsets for f in one.forms)]
    return {name for form in forms for name in form.errors}


def test_what_the_api_refuses_is_refused_here_too(at_work):
    expert = Expert.objects.filter(passages__isnull=False).first()
    parent, child = Institution.objects.filter(is_secretariat=False)[:2]
    child.parent = parent
    child.save()
    assert refused(at_work, expert, orcid="0000-0002-1825-0098") == {"orcid"}
    assert refused(at_work, expert, **{"passages-0-year": "1066"}) == {"year"}
    assert refused(at_work, expert, **{"passages-0-text": "x" * 20_001}) == {"text"}
    assert refused(at_work, parent, ror="03yrm5c27") == {"ror"}
    assert refused(at_work, parent, parent=str(child.pk)) == {"parent"}


def test_an_identifier_is_kept_in_its_canonical_form(at_work):
    expert = Expert.objects.filter(orcid="").first()
    save(at_work, expert, orcid="0000000218250097")
    assert expert.orcid == "0000-0002-1825-0097"


def test_only_the_platform_says_that_something_was_delivered(at_work):
    one, other = Passage.objects.order_by("pk")[:2]
    Passage.objects.filter(pk=other.pk).update(attestation="delivered")
    page = at_work.get(page_of(one))
    response = at_work.post(page_of(one), {**only_form(page), "attestation": "delivered"})
    assert "attestation" in response.context["adminform"].form.errors
    page = at_work.get(page_of(other))
    at_work.post(page_of(other), {**only_form(page), "attestation": "documented", "year": "2020"})
    other.refresh_from_db()
    assert (other.attestation, other.year) == ("delivered", 2020)


def only_form(page) -> dict[str, str]:
    form = page.context["adminform"].form
    return {field.html_name: field.value() for field in form if field.value() not in (None, False)}


def test_a_membership_of_a_group_is_left_alone_by_the_next_load(at_work):
    row = GroupMembership.objects.filter(edited=False).first()
    save(at_work, row, source="Checked against the list of 2026")
    assert row.edited


def test_withdrawing_takes_out_of_the_lists(at_work):
    expert = Expert.objects.listed().first()
    sent = {"action": "withdraw", "_selected_action": [str(expert.pk)]}
    at_work.post(list_of("directory.expert"), sent)
    assert not Expert.objects.listed().filter(pk=expert.pk).exists()


def test_an_officer_gives_a_person_a_role(at_work, stranger):
    institution = Institution.objects.first()
    sent = {"user": stranger.pk, "institution": institution.pk, "role": "editor"}
    assert at_work.post("/admin/directory/membership/add/", sent).status_code == 302
    assert Membership.objects.filter(user=stranger, institution=institution).exists()


def test_an_officer_adds_an_account(at_work):
    sent = {"email": "new@demo.example", "usable_password": "false"}
    assert at_work.post("/admin/accounts/user/add/", sent).status_code == 302
    user = User.objects.get(email="new@demo.example")
    assert not user.has_usable_password()
    assert not user.is_staff


def test_an_officer_cannot_make_anybody_a_superuser(at_work, stranger):
    save(at_work, stranger, is_superuser="on", is_staff="on")
    assert not stranger.is_superuser
    assert not stranger.is_staff


def test_an_officer_cannot_touch_a_superuser(at_work):
    root = User.objects.create_superuser("root@demo.example", "counterpart")
    at_work.post(page_of(root), {"email": "mine@demo.example"})
    password = f"/admin/accounts/user/{root.pk}/password/"
    assert at_work.post(password, {"password1": "x", "password2": "x"}).status_code == 403
    root.refresh_from_db()
    assert root.email == "root@demo.example"


@pytest.fixture
def run() -> MatchRun:
    need = Need.objects.filter(language="fr").first()
    found = request_run(need=need, by=None, k=5)
    assert perform_run(run_id=found.pk)
    return found


def test_a_ranking_is_shown_with_its_passages_and_cannot_be_changed(at_work, run):
    page = at_work.get(page_of(run)).content.decode()
    quoted = run.matches.first().reasons[0]["passage"][:40]
    assert quoted.replace("'", "&#x27;") in page
    assert at_work.post(page_of(run), {"status": "failed"}).status_code == 403
    assert at_work.post(page_of(run).replace("change", "delete")).status_code == 403


@pytest.mark.parametrize("model", [Expert, Institution, Passage, Need, User])
def test_what_others_refer_to_is_not_deleted(at_work, model):
    row = model.objects.first()
    assert (
        at_work.post(page_of(row).replace("change", "delete"), {"post": "yes"}).status_code == 403
    )
    assert model.objects.filter(pk=row.pk).exists()


def test_the_site_is_the_one_with_our_rules():
    assert isinstance(site, AdminSite)
    assert reverse("admin:index") == "/admin/"
