"""Who may do what: a line for each endpoint, a letter for each person in relation to the row.

To add an endpoint, add its line; a kind of row that is new gets an entry in ``make_rows`` of
``tests_relations.py``, and a body in ``BODIES`` where what is sent is judged before who sends it.
"""

from __future__ import annotations

from typing import Any

from tests_requests import CRITERIA, TERMS

# In the order of the letters: an officer; who acts for the institution of the rows; the owner of
# another, which is asked to nominate; the expert who is engaged, that one's delegate, and an expert
# who was invited only; somebody with an account alone.
PEOPLE = (
    "officer",
    *("owner", "editor", "approver", "reader"),
    "partner",
    *("expert", "delegate", "other"),
    "stranger",
    "nobody",
)
# y: may, though something else may be missing (2xx, 400, 409, 412, 415, 428)
# e: may ask, and the row is not in the list      b: told that a value is not for them (400)
# f: sees it and may not (403)                    n: is told that there is nothing (404)
# -: must log in (401)
RULES = """
POST   auth/login/                                                    y yyyy y yyy y y
POST   auth/logout-all/                                               y yyyy y yyy y -
POST   auth/logout/                                                   y yyyy y yyy y -
GET    auth/tokens/                                                   e yeee e eee e -
DELETE auth/tokens/{pk}/                                              n ynnn n nnn n -

GET    codelists/*                                                   y yyyy y yyy y y

GET    institutions/                                                  y yyyy y yyy y y
POST   institutions/                                                  y ffff f fff f -
GET    institutions/{pk}/                                             y yyyy y yyy y y
PATCH  institutions/{pk}/                                             y yyff f fff f -
POST   institutions/{pk}/restore/                                     y yfff f fff f -
POST   institutions/{pk}/withdraw/                                    y yfff f fff f -
GET    institutions/{pk}/history/                                     y yyyy n nnn n -
GET    institutions/{institution}/members/                            y yyyy f fff f -
GET    institutions/{institution}/members/{pk}/                       y yyyy f fff f -
PATCH  institutions/{institution}/members/{pk}/                       y yfff f fff f -
POST   institutions/{institution}/members/{pk}/end/                   y yffy f fff f -
GET    institutions/{institution}/invitations/                        y yfff f fff f -
POST   institutions/{institution}/invitations/                        y yfff f fff f -
GET    institutions/{institution}/invitations/{pk}/                   y yfff f fff f -
POST   institutions/{institution}/invitations/{pk}/resend/            y yfff f fff f -
POST   institutions/{institution}/invitations/{pk}/withdraw/          y yfff f fff f -

GET    access-requests/                                               y nnnn n nnn n -
POST   access-requests/                                               y yyyy y yyy y y
GET    access-requests/{pk}/                                          y nnnn n nnn n -
GET    access-requests/{pk}/letter/                                   y nnnn n nnn n -
POST   access-requests/{pk}/approve/                                  y nnnn n nnn n -
POST   access-requests/{pk}/reject/                                   y nnnn n nnn n -
POST   access-requests/{pk}/return/                                   y nnnn n nnn n -

GET    experts/                                                       y yyyy y yyy y y
POST   experts/                                                       y ffff f fff f -
GET    experts/{pk}/                                                  y yyyy y yyy y y
PATCH  experts/{pk}/                                                  y ffff f yyf f -
GET    experts/{pk}/history/                                          y nnnn n yyn n -
POST   experts/{pk}/invitations/                                      y ffff f fff f -
POST   experts/{pk}/restore/                                          y ffff f yff f -
POST   experts/{pk}/withdraw/                                         y ffff f yff f -

GET    look-alikes/                                                   y nnnn n nnn n -
GET    look-alikes/{pk}/                                              y nnnn n nnn n -
POST   look-alikes/{pk}/different/                                    y nnnn n nnn n -
POST   look-alikes/{pk}/merge/                                        y nnnn n nnn n -

GET    needs/                                                         y yyyy e eee e -
POST   needs/                                                         y yybb b bbb b -
GET    needs/{pk}/                                                    y yyyy n nnn n -
PATCH  needs/{pk}/                                                    y yyff n nnn n -
POST   needs/{pk}/match-runs/                                         y yyff n nnn n -
POST   needs/{pk}/restore/                                            y yyff n nnn n -
POST   needs/{pk}/withdraw/                                           y yyff n nnn n -

POST   match/                                                         y yyyy y yyy y y
GET    match/excluded/                                                y yyyy y yyy y y

GET    match-runs/{pk}/                                               y yyyy n nnn n -
GET    match-runs/{pk}/excluded/                                      y yyyy n nnn n -

GET    consultation-requests/                                         y yyyy e eee e -
POST   consultation-requests/                                         y yybb b bbb b -
GET    consultation-requests/counts/                                  y yyyy y yyy y -
GET    consultation-requests/{pk}/                                    y yyyy n nnn n -
GET    consultation-requests/{pk}/assignments/                        y nnnn n nnn n -
PATCH  consultation-requests/{pk}/                                    y yyff n nnn n -
POST   consultation-requests/{pk}/accept-for-brokering/               y ffff n nnn n -
POST   consultation-requests/{pk}/ask-approval/                       y yyff n nnn n -
POST   consultation-requests/{pk}/assign/                             y ffff n nnn n -
POST   consultation-requests/{pk}/cancel/                             y ffff n nnn n -
POST   consultation-requests/{pk}/close/                              y ffff n nnn n -
POST   consultation-requests/{pk}/duplicate/                          y yyff n nnn n -
POST   consultation-requests/{pk}/invitations/                        y ffff n nnn n -
POST   consultation-requests/{pk}/invitations/preview/                y ffff n nnn n -
POST   consultation-requests/{pk}/match/                              y ffff n nnn n -
POST   consultation-requests/{pk}/no-match/                           y ffff n nnn n -
POST   consultation-requests/{pk}/refuse-approval/                    y yfyf n nnn n -
POST   consultation-requests/{pk}/reject/                             y ffff n nnn n -
POST   consultation-requests/{pk}/release/                            y ffff n nnn n -
POST   consultation-requests/{pk}/resume/                             y ffff n nnn n -
POST   consultation-requests/{pk}/return/                             y ffff n nnn n -
GET    consultation-requests/{pk}/history/                            y yyyy n nnn n -
GET    consultation-requests/{pk}/shortlist/                          y yyyy n nnn n -
POST   consultation-requests/{pk}/shortlist/                          y ffff n nnn n -
PATCH  consultation-requests/{pk}/shortlist/{entry}/                  y ffff n nnn n -
GET    consultation-requests/{pk}/shortlist/{entry}/conflicts/        y nnnn n nnn n -
POST   consultation-requests/{pk}/shortlist/{entry}/conflicts/        y nnnn n nnn n -
GET    consultation-requests/{pk}/steps/                              y yyyy n nnn n -
POST   consultation-requests/{pk}/submit/                             y yfyf n nnn n -
POST   consultation-requests/{pk}/suspend/                            y ffff n nnn n -
POST   consultation-requests/{pk}/withdraw/                           y yfyf n nnn n -

GET    officers/                                                      y nnnn n nnn n -
POST   officers/{pk}/hand-over/                                       y nnnn n nnn n -
GET    deputies/                                                      y nnnn n nnn n -
POST   deputies/                                                      y nnnn n nnn n -
GET    deputies/{pk}/                                                 y nnnn n nnn n -
POST   deputies/{pk}/end/                                             y nnnn n nnn n -

GET    batch-runs/                                                    y nnnn n nnn n -
POST   batch-runs/                                                    y nnnn n nnn n -
GET    batch-runs/{pk}/                                               y nnnn n nnn n -
POST   batch-runs/{pk}/apply/                                         y nnnn n nnn n -
GET    batch-runs/{pk}/board/                                         y nnnn n nnn n -
GET    batch-runs/{pk}/changes/                                       y nnnn n nnn n -
POST   batch-runs/{pk}/rows/                                          y nnnn n nnn n -
PATCH  batch-runs/{pk}/rows/{row}/                                    y nnnn n nnn n -
POST   batch-runs/{pk}/solve/                                         y nnnn n nnn n -

GET    invitations/                                                   y eeee e yye e -
GET    invitations/{pk}/                                              y nnnn n yyn n -
POST   invitations/{pk}/accept/                                       y nnnn n yfn n -
POST   invitations/{pk}/decline/                                      y nnnn n yfn n -
POST   invitations/{pk}/withdraw/                                     y nnnn n ffn n -

GET    messages/                                                      y yyyy y yyy y -
GET    deliverables/                                                  y yyyy y yyy y -
GET    feedback/                                                      y yyyy y yyy y -
GET    engagements/                                                   y yyyy e yye e -
GET    engagements/{pk}/                                              y yyyy n yyn n -
PATCH  engagements/{pk}/                                              y ffff n ffn n -
POST   engagements/{pk}/accept-result/                                y yfyf n ffn n -
POST   engagements/{pk}/agree-terms/                                  y ffff n yfn n -
POST   engagements/{pk}/ask-revision/                                 y yfyf n ffn n -
POST   engagements/{pk}/begin/                                        y ffff n ffn n -
POST   engagements/{pk}/deliver/                                      y ffff n yfn n -
POST   engagements/{pk}/deliverables/                                 y ffff n yfn n -
POST   engagements/{pk}/end/                                          y ffff n ffn n -
POST   engagements/{pk}/feedback/                                     y yfyf n yfn n -

GET    passages/{pk}/gists/                                           y yyyy y yyy y y
POST   passages/{pk}/gists/                                           y yyff f fff f -
GET    needs/{pk}/gists/                                              y yyyy n nnn n -
POST   needs/{pk}/gists/                                              y yyff n nnn n -
GET    deliverables/{pk}/gists/                                       y yyyy n yyn n -
POST   deliverables/{pk}/gists/                                       y yfyf n yfn n -

GET    consultation-requests/{pk}/documents/letter/                   y yyyy n nnn n -
GET    consultation-requests/{pk}/documents/report/                   y yyyy n nnn n -
GET    consultation-requests/{pk}/documents/shortlist/                y yyyy n nnn n -
GET    consultation-requests/{pk}/documents/terms/                    y yyyy n nnn n -
GET    consultation-requests/{pk}/similar/                            y yyyy n nnn n -
POST   consultation-requests/{pk}/proceed/                            y ffff n nnn n -
POST   consultation-requests/{pk}/publish/                            y yfyf n nnn n -
POST   consultation-requests/{pk}/unpublish/                          y yfyf n nnn n -
POST   consultation-requests/similar/                                 y yyyy y yyy y -
POST   consultation-requests/likely-helpers/                          y yyyy y yyy y -

GET    certificates/{code}/                                           y yyyy y yyy y y
POST   certificates/{code}/revoke/                                    y ffff f fff f -
GET    engagements/{pk}/certificate/                                  y ffff n yfn n -
GET    engagements/{pk}/history/                                      y yyyy n yyn n -
GET    engagements/{pk}/report/                                       y yyyy n yyn n -
GET    figures/                                                       y ffff f fff f -
GET    reports/                                                       y yyyy y yyy y -
POST   reports/                                                       y ffff f fff f -
GET    reports/{pk}/                                                  y yyyy y yyy y -

GET    uploads/                                                       e yeee e eee e -
POST   uploads/                                                       y yyyy y yyy y -
GET    uploads/{pk}/                                                  n ynnn n nnn n -
PATCH  uploads/{pk}/                                                  n ynnn n nnn n -
DELETE uploads/{pk}/                                                  n ynnn n nnn n -
GET    consultation-requests/{pk}/files/                              y eeee n nnn n -
POST   consultation-requests/{pk}/files/                              y yyff n nnn n -
GET    consultation-requests/{pk}/files/{row}/                        y nnnn n nnn n -
DELETE consultation-requests/{pk}/files/{row}/                        y nnff n nnn n -
GET    invitations/{pk}/files/                                        y nnnn n yyn n -
GET    invitations/{pk}/files/{row}/                                  y nnnn n yyn n -
GET    engagements/{pk}/files/{file}/                                 y yyyy n yyn n -

GET    consultation-requests/{pk}/messages/                           y eeee n nnn n -
POST   consultation-requests/{pk}/messages/                           y yyyf n nnn n -
GET    consultation-requests/{pk}/messages/{message}/                 y nnnn n nnn n -
GET    consultation-requests/{pk}/messages/files/{file}/              y nnnn n nnn n -
GET    consultation-requests/{pk}/messages/read/                      y yyyy n nnn n -
POST   consultation-requests/{pk}/messages/read/                      y yyyy n nnn n -
GET    engagements/{pk}/messages/                                     y yyyy n een n -
POST   engagements/{pk}/messages/                                     y yyyf n yfn n -
GET    engagements/{pk}/messages/{message}/                           y yyyy n nnn n -
GET    engagements/{pk}/messages/files/{file}/                        y yyyy n nnn n -
GET    engagements/{pk}/messages/read/                                y yyyy n yyn n -
POST   engagements/{pk}/messages/read/                                y yyyy n yyn n -

GET    consultation-requests/{pk}/questions/                          y yyyy n nnn n -
POST   consultation-requests/{pk}/questions/{question}/answer/        y yyyf n nnn n -
GET    invitations/{pk}/questions/                                    y nnnn n yyn n -
POST   invitations/{pk}/questions/                                    y nnnn n yfn n -
GET    consultation-requests/{pk}/suggestions/                        y nnnn n nnn n -
POST   invitations/{pk}/colleague/                                    y nnnn n yfn n -

POST   consultation-requests/{pk}/nominations/                        y ffff n nnn n -
GET    nominations/                                                   y eeee y eee e -
GET    nominations/{pk}/                                              y nnnn y nnn n -
POST   nominations/{pk}/decline/                                      y nnnn y nnn n -
POST   nominations/{pk}/propose/                                      y nnnn y nnn n -
POST   nominations/{pk}/refuse/                                       y nnnn y nnn n -
POST   nominations/{pk}/release/                                      y nnnn y nnn n -
POST   nominations/{pk}/withdraw/                                     y nnnn f nnn n -

GET    engagements/{pk}/slots/                                        y yyyy n yyn n -
POST   engagements/{pk}/slots/                                        y yyyf n yfn n -
POST   engagements/{pk}/slots/{slot}/accept/                          y yyyf n yfn n -
POST   engagements/{pk}/slots/{slot}/cancel/                          y yyyf n yfn n -
POST   engagements/{pk}/slots/{slot}/decline/                         y yyyf n yfn n -

POST   experts/{pk}/confirm/                                          y ffff f yff f -
GET    experts/{pk}/delegates/                                        y ffff f yff f -
POST   experts/{pk}/delegates/                                        y ffff f yff f -
POST   experts/{pk}/delegates/{delegate}/end/                         y ffff f yyf f -
POST   experts/{pk}/erasure/                                          y ffff f fff f -
GET    experts/{pk}/proposals/                                        y ffff f yyf f -
POST   experts/{pk}/proposals/                                        y ffff f yyf f -
POST   experts/{pk}/proposals/decide/                                 y ffff f yyf f -
GET    profile-proposals/                                             y eeee e yye e -
GET    profile-proposals/{pk}/                                        y nnnn n yyn n -
POST   profile-proposals/{pk}/refuse/                                 y nnnn n yyn n -
POST   profile-proposals/{pk}/take/                                   y nnnn n yyn n -

GET    project-ideas/                                                 y yyyy y eee e -
POST   project-ideas/                                                 y yybb b bbb b -
GET    project-ideas/{pk}/                                            y yyyy y nnn n -
PATCH  project-ideas/{pk}/                                            y yyff f nnn n -
POST   project-ideas/{pk}/withdraw/                                   y yyff f nnn n -
GET    project-ideas/{pk}/history/                                    y yyyy y nnn n -
GET    project-ideas/{pk}/matches/                                    y yyyy y nnn n -
GET    project-ideas/{pk}/missing/                                    y yyyy y nnn n -
GET    project-ideas/{pk}/similar/                                    y yyyy y nnn n -
POST   project-ideas/{pk}/team/                                       y yyyy y nnn n -
GET    project-ideas/{pk}/partners/                                   y yyyy y nnn n -
POST   project-ideas/{pk}/partners/                                   y yyff f nnn n -
GET    project-ideas/{pk}/partners/{row}/                             y yyyy y nnn n -
POST   project-ideas/{pk}/partners/{row}/accept/                      y ffff y nnn n -
POST   project-ideas/{pk}/partners/{row}/decline/                     y ffff y nnn n -
POST   project-ideas/{pk}/partners/{row}/leave/                       y ffff y nnn n -
POST   project-ideas/{pk}/partners/{row}/withdraw/                    y yyff f nnn n -
GET    project-ideas/{pk}/messages/                                   y eeee e nnn n -
POST   project-ideas/{pk}/messages/                                   y yyyf f nnn n -
GET    project-ideas/{pk}/messages/{message}/                         y nnnn n nnn n -
GET    project-ideas/{pk}/messages/files/{file}/                      y nnnn n nnn n -
GET    project-ideas/{pk}/messages/read/                              y yyyy y nnn n -
POST   project-ideas/{pk}/messages/read/                              y yyyy y nnn n -
GET    past-projects/                                                 y yyyy y yyy y -
GET    past-projects/{pk}/                                            y yyyy y yyy y -
GET    proposals/{pk}/missing/                                        y yyyy n nnn n -
GET    proposals/{pk}/similar/                                        y yyyy n nnn n -
POST   proposals/{pk}/team/                                           y yyyy n nnn n -

GET    proposals/                                                    y yyyy e eee e -
POST   proposals/                                                    y yybb b bbb b -
GET    proposals/{pk}/                                               y yyyy n nnn n -
PATCH  proposals/{pk}/                                               y yyff n nnn n -
POST   proposals/{pk}/hand-in/                                       y yfyf n nnn n -
POST   proposals/{pk}/withdraw/                                      y yfyf n nnn n -
POST   proposals/{pk}/return/                                        y ffff n nnn n -
POST   proposals/{pk}/check/                                         y ffff n nnn n -
POST   proposals/{pk}/send/                                          y ffff n nnn n -
POST   proposals/{pk}/receive/                                       y ffff n nnn n -
POST   proposals/{pk}/start-review/                                  y ffff n nnn n -
POST   proposals/{pk}/invite-full/                                   y ffff n nnn n -
POST   proposals/{pk}/recommend/                                     y ffff n nnn n -
POST   proposals/{pk}/not-recommend/                                 y ffff n nnn n -
POST   proposals/{pk}/approve/                                       y ffff n nnn n -
POST   proposals/{pk}/reject/                                        y ffff n nnn n -
POST   proposals/{pk}/ineligible/                                    y ffff n nnn n -
GET    programmes/                                                    y yyyy y yyy y y
GET    programmes/{code}/                                             y yyyy y yyy y y
GET    calls/                                                         y yyyy y yyy y y
POST   calls/                                                         y ffff f fff f -
GET    calls/{pk}/                                                    y yyyy y yyy y y
PATCH  calls/{pk}/                                                    y ffff f fff f -
POST   calls/{pk}/announce/                                           y ffff f fff f -
POST   calls/{pk}/extend/                                             y ffff f fff f -
GET    proposals/{pk}/eligibility/                                    y yyyy n nnn n -
POST   proposals/{pk}/judgements/                                     y ffff n nnn n -
GET    proposals/{pk}/steps/                                         y yyyy n nnn n -
GET    proposals/{pk}/history/                                       y yyyy n nnn n -
GET    proposals/{pk}/partners/                                      y yyyy n nnn n -
POST   proposals/{pk}/partners/                                      y yyff n nnn n -
GET    proposals/{pk}/partners/{row}/                                y yyyy n nnn n -
PATCH  proposals/{pk}/partners/{row}/                                y yyff n nnn n -
POST   proposals/{pk}/partners/{row}/leave/                          y yyff n nnn n -
GET    proposals/{pk}/sections/                                      y yyyy n nnn n -
GET    proposals/{pk}/sections/{section}/                            y yyyy n nnn n -
PATCH  proposals/{pk}/sections/{section}/                            y yyff n nnn n -
GET    proposals/{pk}/sections/{section}/versions/                   y yyyy n nnn n -
GET    proposals/{pk}/sections/{section}/versions/{number}/          y yyyy n nnn n -
GET    proposals/{pk}/sections/{section}/difference/                 y yyyy n nnn n -
POST   proposals/{pk}/sections/{section}/restore/                    y yyff n nnn n -
GET    proposals/{pk}/sections/{section}/comments/                   y yyyy n nnn n -
POST   proposals/{pk}/sections/{section}/comments/                   y yyff n nnn n -
POST   proposals/{pk}/sections/{section}/comments/{comment}/settle/  y yyff n nnn n -
GET    proposals/{pk}/indicators/                                    y yyyy n nnn n -
POST   proposals/{pk}/indicators/                                    y yyff n nnn n -
GET    proposals/{pk}/indicators/{row}/                              y yyyy n nnn n -
PATCH  proposals/{pk}/indicators/{row}/                              y yyff n nnn n -
DELETE proposals/{pk}/indicators/{row}/                              y yyff n nnn n -
GET    proposals/{pk}/outputs/                                       y yyyy n nnn n -
POST   proposals/{pk}/outputs/                                       y yyff n nnn n -
GET    proposals/{pk}/outputs/{row}/                                 y yyyy n nnn n -
PATCH  proposals/{pk}/outputs/{row}/                                 y yyff n nnn n -
DELETE proposals/{pk}/outputs/{row}/                                 y yyff n nnn n -
GET    proposals/{pk}/activities/                                    y yyyy n nnn n -
POST   proposals/{pk}/activities/                                    y yyff n nnn n -
GET    proposals/{pk}/activities/{row}/                              y yyyy n nnn n -
PATCH  proposals/{pk}/activities/{row}/                              y yyff n nnn n -
DELETE proposals/{pk}/activities/{row}/                              y yyff n nnn n -
GET    proposals/{pk}/contributions/                                 y yyyy n nnn n -
POST   proposals/{pk}/contributions/                                 y yyff n nnn n -
GET    proposals/{pk}/contributions/{row}/                           y yyyy n nnn n -
PATCH  proposals/{pk}/contributions/{row}/                           y yyff n nnn n -
DELETE proposals/{pk}/contributions/{row}/                           y yyff n nnn n -
GET    proposals/{pk}/budget-lines/                                  y yyyy n nnn n -
POST   proposals/{pk}/budget-lines/                                  y yyff n nnn n -
GET    proposals/{pk}/budget-lines/{row}/                            y yyyy n nnn n -
PATCH  proposals/{pk}/budget-lines/{row}/                            y yyff n nnn n -
DELETE proposals/{pk}/budget-lines/{row}/                            y yyff n nnn n -
GET    proposals/{pk}/contributions/{row}/file/                      y yyyy n nnn n -
GET    proposals/{pk}/budget/                                        y yyyy n nnn n -
GET    proposals/{pk}/endorsements/                                  y yyyy n nnn n -
GET    proposals/{pk}/endorsements/{row}/                            y yyyy n nnn n -
PATCH  proposals/{pk}/endorsements/{row}/                            y yyff n nnn n -
GET    proposals/{pk}/endorsements/{row}/steps/                      y yyyy n nnn n -
GET    proposals/{pk}/endorsements/{row}/scan/                       y yyyy n nnn n -
GET    proposals/{pk}/endorsements/{row}/letter/                     y yyyy n nnn n -
POST   proposals/{pk}/endorsements/{row}/request/                    y yyff n nnn n -
POST   proposals/{pk}/endorsements/{row}/receive/                    y yyff n nnn n -
POST   proposals/{pk}/endorsements/{row}/accept/                     y yyff n nnn n -
POST   proposals/{pk}/endorsements/{row}/refuse/                     y yyff n nnn n -
POST   proposals/{pk}/endorsements/{row}/ask-again/                  y yyff n nnn n -
GET    proposals/{pk}/files/                                         y yyyy n nnn n -
POST   proposals/{pk}/files/                                         y yyff n nnn n -
GET    proposals/{pk}/files/{row}/                                   y yyyy n nnn n -
DELETE proposals/{pk}/files/{row}/                                   y yyff n nnn n -
GET    proposals/{pk}/messages/                                      y eeee n nnn n -
POST   proposals/{pk}/messages/                                      y yyyf n nnn n -
GET    proposals/{pk}/messages/{message}/                            y nnnn n nnn n -
GET    proposals/{pk}/messages/files/{file}/                         y nnnn n nnn n -
GET    proposals/{pk}/messages/read/                                 y yyyy n nnn n -
POST   proposals/{pk}/messages/read/                                 y yyyy n nnn n -
GET    proposals/{pk}/documents/dossier/                             y yyyy n nnn n -
GET    proposals/{pk}/documents/mission-letter/                      y yyyy n nnn n -
GET    proposals/{pk}/documents/budget/                              y yyyy n nnn n -
GET    proposals/{pk}/shared/                                        y yfyf n nnn n -
POST   proposals/{pk}/shared/                                        y yfyf n nnn n -
POST   proposals/{pk}/shared/{row}/revoke/                           y yfyf n nnn n -

GET    review-rounds/                                                   y nnnn n nnn n -
POST   review-rounds/                                                   y nnnn n nnn n -
GET    review-rounds/{pk}/                                              y nnnn n nnn n -
PATCH  review-rounds/{pk}/                                              y nnnn n nnn n -
POST   review-rounds/{pk}/close/                                        y nnnn n nnn n -
POST   review-rounds/{pk}/discuss/                                      y nnnn n nnn n -
POST   review-rounds/{pk}/open/                                         y nnnn n nnn n -
POST   review-rounds/{pk}/reopen/                                       y nnnn n nnn n -
POST   review-rounds/{pk}/propose/                                      y nnnn n nnn n -
GET    review-rounds/{pk}/pairs/                                        y nnnn n nnn n -
GET    review-rounds/{pk}/ranking/                                      y nnnn n nnn n -
GET    review-rounds/{pk}/reviewers/                                    y nnnn n nnn n -
POST   review-rounds/{pk}/reviewers/                                    y nnnn n nnn n -
DELETE review-rounds/{pk}/reviewers/{reviewer}/                         y nnnn n nnn n -
GET    review-rounds/{pk}/reviews/                                      y nnnn n nnn n -
POST   review-rounds/{pk}/reviews/                                      y nnnn n nnn n -

GET    reviews/                                                         y eeee e yee e -
GET    reviews/{pk}/                                                    y nnnn n ynn n -
PATCH  reviews/{pk}/                                                    f nnnn n ynn n -
POST   reviews/{pk}/declare-conflict/                                   f nnnn n ynn n -
POST   reviews/{pk}/declare-none/                                       f nnnn n ynn n -
POST   reviews/{pk}/decline/                                            f nnnn n ynn n -
POST   reviews/{pk}/hand-in/                                            f nnnn n ynn n -
POST   reviews/{pk}/reopen/                                             y nnnn n fnn n -
POST   reviews/{pk}/withdraw/                                           y nnnn n fnn n -
GET    reviews/{pk}/panel/                                              y nnnn n fnn n -
GET    reviews/{pk}/proposal/                                           y nnnn n ynn n -
GET    reviews/{pk}/messages/                                           y nnnn n enn n -
POST   reviews/{pk}/messages/                                           y nnnn n fnn n -
GET    reviews/{pk}/messages/{message}/                                 y nnnn n nnn n -
GET    reviews/{pk}/messages/files/{file}/                              y nnnn n nnn n -
GET    reviews/{pk}/messages/read/                                      y nnnn n ynn n -
POST   reviews/{pk}/messages/read/                                      y nnnn n ynn n -
GET    proposals/{pk}/decisions/                                        y yyyy n nnn n -

GET    projects/                                                        y yyyy e eee e -
GET    projects/{pk}/                                                   y yyyy n nnn n -
GET    projects/{pk}/history/                                           y yyyy n nnn n -
PATCH  projects/{pk}/                                                   y ffff n nnn n -
POST   projects/{pk}/begin/                                             y ffff n nnn n -
POST   projects/{pk}/cancel/                                            y ffff n nnn n -
POST   projects/{pk}/complete/                                          y ffff n nnn n -
POST   projects/{pk}/resume/                                            y ffff n nnn n -
POST   projects/{pk}/suspend/                                           y ffff n nnn n -
GET    projects/{pk}/agreement/                                         y yyyy n nnn n -
PATCH  projects/{pk}/milestones/{milestone}/                            y yyff n nnn n -
POST   projects/{pk}/reports/                                           y ffff n nnn n -
GET    projects/{pk}/results/                                           y yyyy n nnn n -
POST   projects/{pk}/results/                                           y yyff n nnn n -
GET    projects/{pk}/results/{value}/file/                              y yyyy n nnn n -
GET    projects/{pk}/spent/                                             y yyyy n nnn n -
GET    project-reports/                                                 y yyyy e eee e -
GET    project-reports/{pk}/                                            y yyyy n nnn n -
PATCH  project-reports/{pk}/                                            y yyff n nnn n -
POST   project-reports/{pk}/accept/                                     y ffff n nnn n -
POST   project-reports/{pk}/return/                                     y ffff n nnn n -
POST   project-reports/{pk}/waive/                                      y ffff n nnn n -
POST   project-reports/{pk}/hand-in/                                    y yfyf n nnn n -
GET    project-reports/{pk}/files/                                      y yyyy n nnn n -
POST   project-reports/{pk}/files/                                      y yyff n nnn n -
GET    project-reports/{pk}/files/{row}/                                y yyyy n nnn n -
DELETE project-reports/{pk}/files/{row}/                                y yyff n nnn n -

GET    alerts/                                                         e yeee e eee e -
POST   alerts/                                                         y yyyy y yyy y -
POST   alerts/try/                                                     y yyyy y yyy y -
GET    alerts/{pk}/                                                    n ynnn n nnn n -
PATCH  alerts/{pk}/                                                    n ynnn n nnn n -
DELETE alerts/{pk}/                                                    n ynnn n nnn n -
GET    alerts/{pk}/hits/                                               n ynnn n nnn n -
POST   alerts/{pk}/pause/                                              n ynnn n nnn n -
POST   alerts/{pk}/resume/                                             n ynnn n nnn n -
POST   alerts/{pk}/renew/                                              n ynnn n nnn n -
GET    unmet-needs/                                                    y yyyy y yyy y -
GET    unmet-needs/cases/                                              y ffff f fff f -
GET    unmet-needs/recruiting/                                         y ffff f fff f -
GET    calls/{pk}/jsonld/                                              y yyyy y yyy y y
GET    institutions/{pk}/jsonld/                                       y yyyy y yyy y y

GET    letters/                                                       y nnnn n nnn n -
GET    letters/{pk}/                                                  y nnnn n nnn n -
GET    me/data/                                                       y yyyy y yyy y -
GET    me/erasure/                                                    n nnnn n nnn y -
POST   me/erasure/                                                    y yyyy y yyy y -
POST   me/erasure/cancel/                                             n nnnn n nnn y -
GET    me/notifications/                                              y yyyy y yyy y -
PATCH  me/notifications/                                              y yyyy y yyy y -
"""
# Under which addresses somebody reads contact data of others; nobody else does anywhere.
READ_CONTACTS: dict[str, tuple[str, ...]] = {
    "officer": ("",),
    "owner": ("institutions/{institution}/",),
    "expert": ("experts/{pk}/",),
}
# What is sent, where it is judged before who sends it; "{needs/}" is the id of that row.
REASON: dict[str, Any] = {"reason": "Asked for.", "criteria": CRITERIA}
ELSEWHERE = ("send", "receive", "recommend", "not-recommend", "approve", "reject")
BODIES: dict[str, dict[str, Any]] = {
    "POST proposals/": {
        "call": "{calls/}",
        "institution": "{institutions/}",
        "title": "Water",
        "language": "en",
    },
    **{
        f"POST proposals/{{pk}}/{step}/": {
            "dated": "2026-03-02",
            "reference": "PM/17",
            "reason": "As decided.",
        }
        for step in ELSEWHERE
    },
    "POST needs/": {"institution": "{institutions/}", "text": "Pumps for four villages."},
    "POST project-ideas/": {
        "institution": "{institutions/}",
        "title": "Pumps",
        "text": "Pumps that herders keep running.",
    },
    "POST consultation-requests/": {"need": "{needs/}", **TERMS},
    "POST consultation-requests/{pk}/questions/{question}/answer/": {"answer": "By mail."},
}


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
