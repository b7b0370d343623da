"""Figures as they stand, and new reports: for officers. What is frozen is for all who log in."""

from __future__ import annotations

import rules

from backend.directory.permissions import officer

rules.add_perm("reports.see_figures", officer)
rules.add_perm("reports.freeze_report", officer)
