"""What a request says, and how it is screened and recorded, in tests."""

TERMS = {
    "background": "Four village schemes have stood still since 2024.",
    "objectives": "Bring them back into service.",
    "expected_results": "Four schemes run, and the workshops can keep them running.",
    "activities": "Diagnosis on site, repair with the workshops, training of operators.",
    "deliverables": ["Diagnosis", "Training report"],
    "working_days": 35,
    "place": "home",
    "expert_profile": "An engineer who has repaired pico hydro in villages.",
    "answers_by": "2027-06-30",
}
CRITERIA = dict.fromkeys(("partner", "need", "benefit", "fit", "means"), True)
TOLD = {"channel": "telephone", "told_on": "2026-11-20", "evidence": "call with the director"}
