"""Importing again, trying out, and taking everything or nothing."""

from __future__ import annotations

from django.utils import timezone

from backend.directory.models import Expert, ImportRun, Institution, Passage
from backend.directory.services.profiles import change_profile

HEAD = ["ID", "Name", "Institution", "Country", "E-mail", "Languages", "Projects", "Consent"]
ANA = [
    "1",
    "Ana Silva",
    "Example Academy",
    "BRA",
    "ana@demo.example",
    "pt native; en",
    "• Pump repair, 2019\n• Well drilling, 2020",
    "yes",
]
EVA = ["2", "Eva Lima", "", "PER", "", "es", "", ""]
BAD = ["3", "Bad Row", "", "Atlantis", "", "", "", ""]


def _stored() -> list[object]:
    rows = [Expert, Institution, Passage]
    return [list(model.objects.order_by("pk").values()) for model in rows]


def test_running_it_twice_changes_nothing(write_csv, run_import):
    path = write_csv([HEAD, ANA, EVA])
    run_import(path)
    before = _stored()
    run = run_import(path)
    assert run.count("experts", "unchanged") == 2
    assert _stored() == before


def test_a_changed_row_changes_just_that(write_csv, run_import):
    run_import(write_csv([HEAD, ANA, EVA]))
    ana = Expert.objects.get(external_id="1")
    changed = [
        *ANA[:3],
        "MOZ",
        *ANA[4:6],
        "• Pump repair, 2019\n• Well drilling in Gaza, 2020",
        "yes",
    ]
    run = run_import(write_csv([HEAD, changed, EVA]))
    assert run.report["counts"] == {
        "experts": {"updated": 1, "unchanged": 1},
        "passages": {"created": 1},
    }
    after = Expert.objects.get(external_id="1")
    assert (after.country_id, after.version, after.names) == ("MOZ", ana.version + 1, ana.names)
    assert Expert.objects.get(external_id="2").version == 1
    assert after.passages.count() == 3  # what left the file stays


def test_an_empty_cell_says_nothing(write_csv, run_import):
    run_import(write_csv([HEAD, ANA]))
    run_import(write_csv([HEAD, ["1", "Ana Silva", "", "", "", "", "", ""]]))
    ana = Expert.objects.get()
    assert (ana.country_id, ana.contact.email, ana.consent_listed) == (
        "BRA",
        "ana@demo.example",
        True,
    )
    assert ana.language_skills.count() == 2


def test_what_a_person_edited_or_hid_stays(write_csv, run_import):
    run_import(write_csv([HEAD, ANA]))
    ana = Expert.objects.get()
    Expert.objects.update(
        country="CHN", edited_fields=["country", "consent_listed"], consent_listed=False
    )
    pump, well = ana.passages.order_by("pk")
    Passage.objects.filter(pk=pump.pk).update(text="Repair of pumps", text_hash="x", edited=True)
    Passage.objects.filter(pk=well.pk).update(hidden=True)
    run_import(write_csv([HEAD, [*ANA[:3], "MOZ", *ANA[4:]]]))
    ana.refresh_from_db()
    assert (ana.country_id, ana.consent_listed) == ("CHN", False)
    assert sorted(ana.passages.values_list("text", "hidden")) == [
        ("Repair of pumps", False), ("Well drilling, 2020", True),
    ]  # fmt: skip


def test_what_was_changed_through_the_portal_stays(write_csv, run_import):
    run_import(write_csv([HEAD, ANA]))
    skills = [{"language_id": "fr", "level": "C2"}]
    values = {"contact": {"email": "new@demo.example"}, "language_skills": skills}
    change_profile(profile=Expert.objects.get(), values=values)
    run = run_import(write_csv([HEAD, [*ANA[:4], "old@demo.example", "ru C1", *ANA[6:]]]))
    assert run.count("experts", "unchanged") == 1
    ana = Expert.objects.get()
    assert ana.contact.email == "new@demo.example"
    assert [str(skill) for skill in ana.language_skills.all()] == ["fr C2"]


def test_a_withdrawn_profile_is_left_alone(write_csv, run_import):
    run_import(write_csv([HEAD, ANA]))
    Expert.objects.update(withdrawn_at=timezone.now())
    run = run_import(write_csv([HEAD, [*ANA[:3], "MOZ", *ANA[4:]]]))
    assert run.count("experts", "withdrawn") == 1
    assert Expert.objects.get().country_id == "BRA"


def test_a_passage_with_an_id_is_changed_and_its_language_found_anew(write_json, run_import):
    def document(text: str) -> dict:
        passage = {"external_id": "p", "kind": "project", "text": text}
        return {
            "source": "s",
            "experts": [{"external_id": "e", "names": {"en": "Ana"}, "passages": [passage]}],
        }

    run_import(write_json(document("Pump repair")))
    Passage.objects.update(language="en")
    run_import(write_json(document("Reparo de bombas")))
    passage = Passage.objects.get()
    assert (passage.text, passage.language, passage.version) == ("Reparo de bombas", "", 2)


def test_a_passage_keeps_being_one_when_it_gets_an_id(write_csv, write_json, run_import):
    run_import(
        write_csv([["ID", "Name", "Passage text"], ["e", "Ana", "Pump repair"]]), "--source", "s"
    )
    passage = {"external_id": "p", "text": "Pump repair", "year": 2019}
    run_import(
        write_json(
            {
                "source": "s",
                "experts": [{"external_id": "e", "names": {"en": "Ana"}, "passages": [passage]}],
            }
        )
    )
    assert [(p.external_id, p.year) for p in Passage.objects.all()] == [("p", 2019)]


def test_a_dry_run_shows_the_difference_and_writes_nothing(write_csv, run_import, print_import):
    run_import(write_csv([HEAD, ANA]))
    before, runs = _stored(), ImportRun.objects.count()
    changed = [*ANA[:3], "MOZ", "ana.silva@demo.example", *ANA[5:]]
    printed = print_import(write_csv([HEAD, changed, EVA, BAD]), "--dry-run")
    assert "row 2, Ana Silva: updated" in printed
    assert "country: BRA → MOZ" in printed
    assert "email: ••• → •••" in printed
    assert "row 3, Eva Lima: created" in printed
    assert "row 4, column Country: “Atlantis” is not a country" in printed
    assert "demo.example" not in printed
    assert _stored() == before
    assert ImportRun.objects.count() == runs


def test_the_good_rows_go_in_without_the_bad(write_csv, run_import):
    run = run_import(write_csv([HEAD, ANA, BAD, EVA]))
    assert run.report["counts"]["experts"] == {"created": 2, "bad": 1}
    assert Expert.objects.count() == 2
    kept = ImportRun.objects.get()
    assert kept.finished_at
    assert (kept.counts["experts"], kept.problems[0]["row"]) == ({"created": 2, "bad": 1}, 3)


def test_all_or_nothing_takes_nothing_when_a_row_is_bad(write_csv, run_import):
    run = run_import(write_csv([HEAD, ANA, BAD, EVA]), "--all-or-nothing")
    assert run.report["stored"] is False
    assert not Expert.objects.exists()
    run = run_import(write_csv([HEAD, ANA, EVA]), "--all-or-nothing")
    assert Expert.objects.count() == 2
