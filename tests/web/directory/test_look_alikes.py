"""Profiles that look alike are found on import and offered; nothing is merged by itself."""

from __future__ import annotations

import io

import pytest
from django.core.management import call_command

from backend.directory.look_alikes.sounds import sound_alike, sound_keys
from backend.directory.models import Affiliation, Expert, Institution, LookAlike, Passage
from backend.directory.services.look_alikes import decide_different, find_look_alikes
from backend.matches.services import embed_pending
from backend.matches.services.look_alikes import compare_pending

ORCID = "0000-0002-1825-0097"
WORK = "Rehabilitated 58 small hydropower stations built before 1990, with new runners made to fit."


def reasons() -> list[list[str]]:
    return [[one["reason"] for one in pair.reasons] for pair in LookAlike.objects.open()]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("王丽华", "Wang Lihua"), ("王丽华", "Lihua WANG"), ("王丽华", "Wang Li-Hua"),
        ("محمد الأمين", "Mohammed Al-Amin"), ("عبد الله أحمد", "Abdullah Ahmed"),
        ("خالد يوسف", "Khaled Youssef"), ("فاطمة الزهراء", "Fatima Zahra"),
        ("Чехов Антон", "Anton Chekhov"), ("Семёнов Пётр", "Petr Semenov"),
    ],
)  # fmt: skip
def test_a_name_is_known_in_another_script(one, other):
    assert sound_alike(sound_keys([one]), sound_keys([other]))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("王丽华", "Wang Lihong"), ("محمد الأمين", "Mahmoud Amir"), ("خالد يوسف", "Khalil Yassin"),
        ("Петров Иван", "Ivan Pavlov"), ("Ana Silva", "Ane Solva"), ("王丽华", "王莉花"),
    ],
)  # fmt: skip
def test_another_name_is_not(one, other):
    assert not sound_alike(sound_keys([one]), sound_keys([other]))


@pytest.mark.parametrize(
    ("one", "other"),
    [("王丽华", "Wang Lihua"), ("خالد يوسف", "Khaled Youssef"), ("Wang Wei", "WANG, Wei")],
)
def test_one_name_at_one_institution_is_offered(one, other, write_csv, run_import):
    rows = [["ID", "Name", "Institution"], ["1", one, "Example Academy"]]
    assert run_import(write_csv(rows)).report["look_alikes"] == 0
    run = run_import(write_csv([*rows, ["2", other, "Example Academy"], ["3", other, "Elsewhere"]]))
    assert run.report["look_alikes"] == 1
    assert Expert.objects.count() == 3
    pair = LookAlike.objects.get()
    assert {pair.first.external_id, pair.second.external_id} == {"1", "2"}
    assert reasons() == [["name"]]


def test_an_orcid_of_another_id_comes_in_and_is_offered(write_csv, run_import):
    rows = [["ID", "Name", "ORCID"], ["1", "Ana Silva", ORCID], ["2", "Eva Lima", ORCID]]
    run = run_import(write_csv(rows))
    assert (run.problems, run.report["look_alikes"]) == ([], 1)
    assert list(Expert.objects.order_by("external_id").values_list("orcid", flat=True)) == [
        ORCID,
        "",
    ]
    assert reasons() == [["orcid"]]
    run = run_import(write_csv([rows[0], ["1", "Ana Silva", ORCID], ["2", "Eva P. Lima", ORCID]]))
    assert (run.problems, run.report["look_alikes"]) == ([], 0)


def test_institutions_with_one_ror_are_offered(write_csv, run_import):
    rows = [["ID", "Institution name", "Type", "ROR"]]
    rows += [
        ["1", "Academy of A", "university", "03yrm5c26"],
        ["2", "B Institute", "university", "03yrm5c26"],
    ]
    run = run_import(write_csv(rows), "--kind", "institutions")
    assert run.problems == []
    assert reasons() == [["ror"]]


def test_the_same_text_is_found_whatever_its_marks(write_csv, run_import):
    other = WORK.upper().replace(",", " –").replace("58", "58 ")
    rows = [
        ["Name", "Passage text"],
        ["Ana Silva", WORK],
        ["Bo Li", other],
        ["Cy Low", "Pumps."],
        ["Di Mo", "Pumps."],
    ]
    run = run_import(write_csv(rows))
    assert run.report["look_alikes"] == 1
    assert reasons() == [["passages"]]


def test_what_co_authors_or_many_people_say_is_no_sign(lists):
    def say(text: str, kind: str, people: int) -> None:
        for number in range(people):
            expert = Expert.objects.create(names={"en": f"Person {number} {kind}"})
            Passage.objects.create(profile=expert, text=text, kind=kind)

    say(WORK, "publication", 2)
    say(f"{WORK} Member of a society.", "expertise", 6)
    assert find_look_alikes() == 0


def test_the_command_says_how_many_and_where(write_csv, print_import):
    rows = [
        ["ID", "Name", "Institution"],
        ["1", "Wang Wei", "Academy"],
        ["2", "Wang Wei", "Academy"],
    ]
    printed = print_import(write_csv(rows))
    assert "1 pair of profiles looks alike; nothing was merged" in printed
    assert "/admin/directory/lookalike/" in printed
    out = io.StringIO()
    call_command("find_look_alikes", stdout=out)
    assert "0 new, 1 to be decided" in out.getvalue()


def test_a_trial_run_keeps_none(write_csv, run_import):
    rows = [
        ["ID", "Name", "Institution"],
        ["1", "Wang Wei", "Academy"],
        ["2", "Wang Wei", "Academy"],
    ]
    assert run_import(write_csv(rows), "--dry-run").report["look_alikes"] == 1
    assert not LookAlike.objects.exists()


def test_what_was_told_apart_is_not_offered_again(write_csv, run_import, django_user_model):
    rows = [
        ["ID", "Name", "Institution"],
        ["1", "Wang Wei", "Academy"],
        ["2", "Wang Wei", "Academy"],
    ]
    run_import(write_csv(rows))
    by = django_user_model.objects.create_user("o@demo.example")
    decide_different(look_alike=LookAlike.objects.get(), by=by)
    run_import(write_csv([*rows[:2], ["2", "WANG Wei", "Academy"]]))
    assert find_look_alikes() == 0
    assert LookAlike.objects.get().state == LookAlike.State.DIFFERENT


def test_none_in_the_demo_world(world):
    assert find_look_alikes() + compare_pending() == 0
    assert not LookAlike.objects.exists()


EDITED = (
    "Rehabilitation of small hydropower stations built before 1990: 58 done so far, with new "
    "runners made to fit the old pits, and a mechanic on site for six months."
)
FRENCH = (
    "Réhabilitation de petites centrales hydroélectriques construites avant 1990 : 58 réalisées à "
    "ce jour, avec de nouvelles roues adaptées aux anciennes fosses, et un mécanicien sur place "
    "pendant six mois."
)
ORIGINAL = (
    "Rehabilitation of small hydropower stations built before 1990: 58 completed to date, with new "
    "runners fitted to the old pits, and a mechanic on site for six months."
)


@pytest.mark.parametrize("other", [EDITED, FRENCH], ids=["edited", "translated"])
def test_passages_that_say_nearly_the_same_are_offered_once_embedded(other, world):
    ids = []
    for name, text in (("Ana Silva", ORIGINAL), ("A. Silva", other)):
        expert = Expert.objects.create(names={"en": name}, consent_listed=True)
        ids.append(Passage.objects.create(profile=expert, text=text).pk)
    embed_pending()
    assert compare_pending() == 1
    pair = LookAlike.objects.get()
    (said,) = pair.reasons[0]["passages"]
    assert {said["first"], said["second"]} == {str(pk) for pk in ids}
    assert compare_pending() == 0


def test_a_colleague_is_found_through_any_shared_institution(lists):
    at = [Institution.objects.create(names={"en": f"Academy {i}"}, type="university") for i in "ab"]
    for places in (at[:1], at):
        expert = Expert.objects.create(names={"en": "Ana Silva"})
        for place in places:
            Affiliation.objects.create(expert=expert, institution=place)
    assert find_look_alikes() == 1
