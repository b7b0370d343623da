"""Who takes a certificate back, and who gets it as a file."""

from __future__ import annotations

import rules

from backend.accounts.models import User
from backend.certificates.models import Certificate
from backend.directory.permissions import is_this_expert, officer


@rules.predicate
def is_about_them(user: User, certificate: Certificate | None) -> bool:
    return certificate is not None and is_this_expert(user, certificate.expert)


rules.add_perm("certificates.print_certificate", officer | is_about_them)
rules.add_perm("certificates.revoke_certificate", officer)
