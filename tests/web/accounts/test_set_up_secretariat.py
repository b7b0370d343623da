"""``manage.py set_up_secretariat``: the first account of an installation."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from backend.accounts.models import User
from backend.directory.models import Institution
from backend.directory.rights import is_secretariat

GIVEN = {"institution": "Network Secretariat", "country": "ken", "email": "head@network.example"}


@pytest.fixture
def nobody_yet(db):
    """An installation without the demo world's secretariat."""
    Institution.objects.filter(is_secretariat=True).update(is_secretariat=False)


def set_up(**changed: str) -> str:
    out = StringIO()
    call_command("set_up_secretariat", **GIVEN | changed, link=True, stdout=out)
    return out.getvalue()


def test_the_link_lets_the_owner_choose_a_password_and_begin(nobody_yet, client):
    link = re.search(r"http://127.0.0.1:8000(/\S+)", set_up())[1]
    page = client.get(link, follow=True)
    form = page.redirect_chain[-1][0]
    client.post(form, {"password1": "palmeira-azul-9", "password2": "palmeira-azul-9"})
    head = User.objects.get(email=GIVEN["email"])
    assert is_secretariat(head)
    assert client.login(email=head.email, password="palmeira-azul-9")
    assert client.get("/admin/")["Location"] == "/accounts/2fa/", "a second factor comes first"


def test_twice_changes_nothing(nobody_yet):
    set_up()
    before = list(Institution.objects.filter(is_secretariat=True).values_list("pk", flat=True))
    set_up()
    assert (
        list(Institution.objects.filter(is_secretariat=True).values_list("pk", flat=True)) == before
    )
    assert User.objects.filter(email=GIVEN["email"]).count() == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"email": "head"}, "head is not an e-mail address."),
        ({"country": "Kenya"}, "a code of three letters, like KEN"),
        ({"institution": " "}, "--institution is a name"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_made(nobody_yet, wrong, said):
    with pytest.raises(CommandError, match=re.escape(said)):
        set_up(**wrong)
    assert not Institution.objects.filter(is_secretariat=True).exists()
    assert not User.objects.filter(email__startswith="head").exists()


def test_the_command_line_speaks_the_language_of_the_terminal():
    command = [sys.executable, "manage.py", "set_up_secretariat", "--help"]
    environment = os.environ | {"LC_ALL": "fr_FR.UTF-8"}
    told = subprocess.run(
        command, cwd=settings.BASE, env=environment, capture_output=True, text=True
    )
    assert "un code à trois lettres" in told.stdout
