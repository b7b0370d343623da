"""Who may do what: a line for each endpoint, a letter for each person in relation to the row.

To add an endpoint, add its line; a kind of row that is new gets an entry in ``make_rows`` of
``tests_relations.py``, and a body in ``BODIES`` where what is sent is judged before who sends it.
"""

from __future__ import annotations

from typing import Any

from tests_requests import CRITERIA, TERMS

# In the order of the letters: an officer; who acts for the institution of the rows; the owner of
# another; the expert who was invited and engaged, and another; somebody with an account alone.
PEOPLE = (
    "officer",
    *("owner", "editor", "approver", "reader"),
    "partner",
    *("expert", "other"),
    "stranger",
    "nobody",
)
# y: may, though something else may be missing (2xx, 400, 409, 412, 428)
# e: may ask, and the row is not in the list      b: told that a value is not for them (400)
# f: sees it and may not (403)                    n: is told that there is nothing (404)
# -: must log in (401)
RULES = """
POST   auth/login/                                                    y yyyy y yy y y
POST   auth/logout-all/                                               y yyyy y yy y -
POST   auth/logout/                                                   y yyyy y yy y -
GET    auth/tokens/                                                   e yeee e ee e -
DELETE auth/tokens/{pk}/                                              n ynnn n nn n -

GET    codelists/*                                                   y yyyy y yy y y

GET    institutions/                                                  y yyyy y yy y y
POST   institutions/                                                  y ffff f ff f -
GET    institutions/{pk}/                                             y yyyy y yy y y
PATCH  institutions/{pk}/                                             y yyff f ff f -
POST   institutions/{pk}/restore/                                     y yfff f ff f -
POST   institutions/{pk}/withdraw/                                    y yfff f ff f -
GET    institutions/{institution}/members/                            y yyyy f ff f -
GET    institutions/{institution}/members/{pk}/                       y yyyy f ff f -
PATCH  institutions/{institution}/members/{pk}/                       y yfff f ff f -
POST   institutions/{institution}/members/{pk}/end/                   y yffy f ff f -
GET    institutions/{institution}/invitations/                        y yfff f ff f -
POST   institutions/{institution}/invitations/                        y yfff f ff f -
GET    institutions/{institution}/invitations/{pk}/                   y yfff f ff f -
POST   institutions/{institution}/invitations/{pk}/resend/            y yfff f ff f -
POST   institutions/{institution}/invitations/{pk}/withdraw/          y yfff f ff f -

GET    access-requests/                                               y nnnn n nn n -
POST   access-requests/                                               y yyyy y yy y y
GET    access-requests/{pk}/                                          y nnnn n nn n -
GET    access-requests/{pk}/letter/                                   y nnnn n nn n -
POST   access-requests/{pk}/approve/                                  y nnnn n nn n -
POST   access-requests/{pk}/reject/                                   y nnnn n nn n -
POST   access-requests/{pk}/return/                                   y nnnn n nn n -

GET    experts/                                                       y yyyy y yy y y
POST   experts/                                                       y ffff f ff f -
GET    experts/{pk}/                                                  y yyyy y yy y y
PATCH  experts/{pk}/                                                  y ffff f yf f -
POST   experts/{pk}/invitations/                                      y ffff f ff f -
POST   experts/{pk}/restore/                                          y ffff f yf f -
POST   experts/{pk}/withdraw/                                         y ffff f yf f -

GET    look-alikes/                                                   y nnnn n nn n -
GET    look-alikes/{pk}/                                              y nnnn n nn n -
POST   look-alikes/{pk}/different/                                    y nnnn n nn n -
POST   look-alikes/{pk}/merge/                                        y nnnn n nn n -

GET    needs/                                                         y yyyy e ee e -
POST   needs/                                                         y yybb b bb b -
GET    needs/{pk}/                                                    y yyyy n nn n -
PATCH  needs/{pk}/                                                    y yyff n nn n -
POST   needs/{pk}/match-runs/                                         y yyff n nn n -
POST   needs/{pk}/restore/                                            y yyff n nn n -
POST   needs/{pk}/withdraw/                                           y yyff n nn n -

POST   match/                                                         y yyyy y yy y y
GET    match/excluded/                                                y yyyy y yy y y

GET    match-runs/{pk}/                                               y yyyy n nn n -
GET    match-runs/{pk}/excluded/                                      y yyyy n nn n -

GET    consultation-requests/                                         y yyyy e ee e -
POST   consultation-requests/                                         y yybb b bb b -
GET    consultation-requests/counts/                                  y yyyy y yy y -
GET    consultation-requests/{pk}/                                    y yyyy n nn n -
GET    consultation-requests/{pk}/assignments/                        y nnnn n nn n -
PATCH  consultation-requests/{pk}/                                    y yyff n nn n -
POST   consultation-requests/{pk}/accept-for-brokering/               y ffff n nn n -
POST   consultation-requests/{pk}/ask-approval/                       y yyff n nn n -
POST   consultation-requests/{pk}/assign/                             y ffff n nn n -
POST   consultation-requests/{pk}/cancel/                             y ffff n nn n -
POST   consultation-requests/{pk}/close/                              y ffff n nn n -
POST   consultation-requests/{pk}/duplicate/                          y yyff n nn n -
POST   consultation-requests/{pk}/invitations/                        y ffff n nn n -
POST   consultation-requests/{pk}/invitations/preview/                y ffff n nn n -
POST   consultation-requests/{pk}/match/                              y ffff n nn n -
POST   consultation-requests/{pk}/no-match/                           y ffff n nn n -
POST   consultation-requests/{pk}/refuse-approval/                    y yfyf n nn n -
POST   consultation-requests/{pk}/reject/                             y ffff n nn n -
POST   consultation-requests/{pk}/release/                            y ffff n nn n -
POST   consultation-requests/{pk}/resume/                             y ffff n nn n -
POST   consultation-requests/{pk}/return/                             y ffff n nn n -
GET    consultation-requests/{pk}/shortlist/                          y yyyy n nn n -
POST   consultation-requests/{pk}/shortlist/                          y ffff n nn n -
PATCH  consultation-requests/{pk}/shortlist/{entry}/                  y ffff n nn n -
GET    consultation-requests/{pk}/shortlist/{entry}/conflicts/        y nnnn n nn n -
POST   consultation-requests/{pk}/shortlist/{entry}/conflicts/        y nnnn n nn n -
GET    consultation-requests/{pk}/steps/                              y yyyy n nn n -
POST   consultation-requests/{pk}/submit/                             y yfyf n nn n -
POST   consultation-requests/{pk}/suspend/                            y ffff n nn n -
POST   consultation-requests/{pk}/withdraw/                           y yfyf n nn n -

GET    officers/                                                      y nnnn n nn n -
POST   officers/{pk}/hand-over/                                       y nnnn n nn n -
GET    deputies/                                                      y nnnn n nn n -
POST   deputies/                                                      y nnnn n nn n -
GET    deputies/{pk}/                                                 y nnnn n nn n -
POST   deputies/{pk}/end/                                             y nnnn n nn n -

GET    invitations/                                                   y eeee e ye e -
GET    invitations/{pk}/                                              y nnnn n yn n -
POST   invitations/{pk}/accept/                                       y nnnn n yn n -
POST   invitations/{pk}/decline/                                      y nnnn n yn n -
POST   invitations/{pk}/withdraw/                                     y nnnn n fn n -

GET    messages/                                                      y yyyy y yy y -
GET    deliverables/                                                  y yyyy y yy y -
GET    feedback/                                                      y yyyy y yy y -
GET    engagements/                                                   y yyyy e ye e -
GET    engagements/{pk}/                                              y yyyy n yn n -
PATCH  engagements/{pk}/                                              y ffff n fn n -
POST   engagements/{pk}/accept-result/                                y yfyf n fn n -
POST   engagements/{pk}/agree-terms/                                  y ffff n yn n -
POST   engagements/{pk}/ask-revision/                                 y yfyf n fn n -
POST   engagements/{pk}/begin/                                        y ffff n fn n -
POST   engagements/{pk}/deliver/                                      y ffff n yn n -
POST   engagements/{pk}/deliverables/                                 y ffff n yn n -
POST   engagements/{pk}/end/                                          y ffff n fn n -
POST   engagements/{pk}/feedback/                                     y yfyf n yn n -

GET    passages/{pk}/gists/                                           y yyyy y yy y y
POST   passages/{pk}/gists/                                           y yyff f ff f -
GET    needs/{pk}/gists/                                              y yyyy n nn n -
POST   needs/{pk}/gists/                                              y yyff n nn n -
GET    deliverables/{pk}/gists/                                       y yyyy n yn n -
POST   deliverables/{pk}/gists/                                       y yfyf n yn n -

GET    consultation-requests/{pk}/documents/letter/                   y yyyy n nn n -
GET    consultation-requests/{pk}/documents/report/                   y yyyy n nn n -
GET    consultation-requests/{pk}/documents/shortlist/                y yyyy n nn n -
GET    consultation-requests/{pk}/documents/terms/                    y yyyy n nn n -
GET    consultation-requests/{pk}/similar/                            y yyyy n nn n -
POST   consultation-requests/{pk}/publish/                            y yfyf n nn n -
POST   consultation-requests/{pk}/unpublish/                          y yfyf n nn n -
POST   consultation-requests/similar/                                 y yyyy y yy y -
POST   consultation-requests/likely-helpers/                          y yyyy y yy y -

GET    certificates/{code}/                                           y yyyy y yy y y
POST   certificates/{code}/revoke/                                    y ffff f ff f -
GET    engagements/{pk}/certificate/                                  y ffff n yn n -
GET    engagements/{pk}/report/                                       y yyyy n yn n -
GET    figures/                                                       y ffff f ff f -
GET    reports/                                                       y yyyy y yy y -
POST   reports/                                                       y ffff f ff f -
GET    reports/{pk}/                                                  y yyyy y yy y -
"""
# What is sent, where it is judged before who sends it; "{needs/}" is the id of that row.
REASON: dict[str, Any] = {"reason": "Asked for.", "criteria": CRITERIA}
BODIES: dict[str, dict[str, Any]] = {
    "POST needs/": {"institution": "{institutions/}", "text": "Pumps for four villages."},
    "POST consultation-requests/": {"need": "{needs/}", **TERMS},
}

# Pages, by what a GET shows: to an officer, to one without a second factor, to somebody with an
# account alone, to nobody logged in.
# y: the page, if only what is wrong with the link   2: proof of who it is, first   >: the log-in
# r: another page   f: 403   n: 404 or 410   m: 405
PAGES = """
/                                             y2yy
access/                                       y2yy
access/of/{token}/                            n2nn
access/thanks/                                y2yy
accounts/2fa/                                 yyy>
accounts/2fa/authenticate/                    r2r>
accounts/2fa/reauthenticate/                  222>
accounts/2fa/recovery-codes/                  n2n>
accounts/2fa/recovery-codes/download/         n2n>
accounts/2fa/recovery-codes/generate/         222>
accounts/2fa/totp/activate/                   222>
accounts/2fa/totp/deactivate/                 n2n>
accounts/2fa/webauthn/                        y2y>
accounts/2fa/webauthn/add/                    222>
accounts/2fa/webauthn/keys/{pk}/edit/         222>
accounts/2fa/webauthn/keys/{pk}/remove/       222>
accounts/2fa/webauthn/reauthenticate/         222>
accounts/confirm-email/                       y2yy
accounts/confirm-email/{key}/                 y2yy
accounts/email/                               y2y>
accounts/inactive/                            y2yy
accounts/login/                               r2ry
accounts/login/code/confirm/                  r2r>
accounts/logout/                              yyyr
accounts/password/change/                     y2y>
accounts/password/reset/                      y2yy
accounts/password/reset/done/                 y2yy
accounts/password/reset/key/done/             y2yy
accounts/password/reset/key/{uidb36}-{key}/   y2yy
accounts/password/set/                        r2r>
accounts/reauthenticate/                      yyy>
accounts/signup/                              r2ry
api/docs/                                     yfyy
api/schema/                                   yfyy
claim/{token}/                                n2nn
healthz                                       y2yy
i18n/setlang/                                 rrrr
invitations/{token}/                          n2nn
join/{token}/                                 n2nn
left-out/                                     n2nn
metrics                                       y2yy
readyz                                        y2yy
admin/*                                       y2f>
verify/                                       y2yy
verify/{code}/                                n2nn
"""


def rule_of(key: str, table: dict[str, str]) -> str | None:
    """The letters of its own line, or of one that ends in ``*`` and covers it."""
    if key in table:
        return table[key]
    wide = [one for one in table if one.endswith("*") and key.startswith(one[:-1])]
    return table[wide[0]] if wide else None


def read(table: str) -> dict[str, str]:
    """By endpoint or page, its letters without the spaces that make them readable."""
    lines = (line.split() for line in table.splitlines() if line)
    split = (_split(words) for words in lines)
    return {" ".join(key): "".join(letters) for key, letters in split}


def _split(words: list[str]) -> tuple[list[str], list[str]]:
    at = 2 if words[0].isupper() else 1
    return words[:at], words[at:]
