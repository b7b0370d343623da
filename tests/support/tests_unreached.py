"""Operations that sixty made-up requests of an officer never had a yes from.

Nobody guesses a password; several fields must fit each other, or the rows of ``tests_relations``
stand where a step does not begin. Tests of their own say yes to each. What is not in the list is
reached, and has to stay so.
"""

UNREACHED = frozenset(
    """
post /api/v1/auth/login/
post /api/v1/batch-runs/
get /api/v1/batch-runs/{id}/changes/
post /api/v1/batch-runs/{id}/rows/
patch /api/v1/batch-runs/{id}/rows/{row}/
post /api/v1/batch-runs/{id}/solve/
post /api/v1/calls/
post /api/v1/calls/{id}/announce/
post /api/v1/certificates/{code}/revoke/
post /api/v1/consultation-requests/likely-helpers/
post /api/v1/consultation-requests/similar/
get /api/v1/consultation-requests/{id}/documents/report/
get /api/v1/consultation-requests/{id}/documents/shortlist/
get /api/v1/consultation-requests/{id}/documents/terms/
post /api/v1/consultation-requests/{id}/messages/read/
post /api/v1/consultation-requests/{id}/nominations/
patch /api/v1/consultation-requests/{id}/shortlist/{entry}/
post /api/v1/consultation-requests/{id}/shortlist/{entry}/conflicts/
post /api/v1/engagements/{id}/agree-terms/
post /api/v1/engagements/{id}/deliver/
post /api/v1/engagements/{id}/messages/read/
get /api/v1/engagements/{id}/report/
post /api/v1/experts/{id}/erasure/
post /api/v1/experts/{id}/invitations/
post /api/v1/experts/{id}/proposals/
post /api/v1/invitations/{id}/accept/
post /api/v1/invitations/{id}/colleague/
post /api/v1/invitations/{id}/questions/
get /api/v1/me/erasure/
post /api/v1/me/erasure/
post /api/v1/me/erasure/cancel/
post /api/v1/nominations/{id}/propose/
post /api/v1/nominations/{id}/release/
post /api/v1/project-ideas/{id}/messages/read/
get /api/v1/project-ideas/{id}/missing/
post /api/v1/project-ideas/{id}/partners/
post /api/v1/project-ideas/{id}/partners/{row}/leave/
get /api/v1/project-ideas/{id}/similar/
post /api/v1/project-ideas/{id}/team/
post /api/v1/project-reports/{id}/accept/
post /api/v1/project-reports/{id}/hand-in/
post /api/v1/project-reports/{id}/return/
patch /api/v1/projects/{id}/
post /api/v1/projects/{id}/begin/
post /api/v1/projects/{id}/complete/
post /api/v1/projects/{id}/results/
post /api/v1/projects/{id}/resume/
post /api/v1/proposals/
post /api/v1/proposals/{id}/activities/
post /api/v1/proposals/{id}/approve/
post /api/v1/proposals/{id}/budget-lines/
post /api/v1/proposals/{id}/check/
delete /api/v1/proposals/{id}/contributions/{row}/
get /api/v1/proposals/{id}/documents/dossier/
get /api/v1/proposals/{id}/documents/mission-letter/
post /api/v1/proposals/{id}/endorsements/{row}/accept/
post /api/v1/proposals/{id}/endorsements/{row}/ask-again/
get /api/v1/proposals/{id}/endorsements/{row}/letter/
post /api/v1/proposals/{id}/ineligible/
post /api/v1/proposals/{id}/invite-full/
post /api/v1/proposals/{id}/judgements/
post /api/v1/proposals/{id}/messages/read/
get /api/v1/proposals/{id}/missing/
post /api/v1/proposals/{id}/not-recommend/
delete /api/v1/proposals/{id}/outputs/{row}/
post /api/v1/proposals/{id}/receive/
post /api/v1/proposals/{id}/recommend/
post /api/v1/proposals/{id}/reject/
post /api/v1/proposals/{id}/return/
post /api/v1/proposals/{id}/sections/{section}/restore/
post /api/v1/proposals/{id}/send/
post /api/v1/proposals/{id}/shared/
post /api/v1/proposals/{id}/start-review/
post /api/v1/proposals/{id}/team/
post /api/v1/review-rounds/
post /api/v1/review-rounds/{id}/close/
post /api/v1/review-rounds/{id}/discuss/
post /api/v1/review-rounds/{id}/open/
post /api/v1/review-rounds/{id}/propose/
post /api/v1/review-rounds/{id}/reopen/
post /api/v1/review-rounds/{id}/reviewers/
delete /api/v1/review-rounds/{id}/reviewers/{reviewer}/
post /api/v1/review-rounds/{id}/reviews/
patch /api/v1/reviews/{id}/
post /api/v1/reviews/{id}/declare-conflict/
post /api/v1/reviews/{id}/declare-none/
post /api/v1/reviews/{id}/decline/
post /api/v1/reviews/{id}/hand-in/
post /api/v1/reviews/{id}/messages/
post /api/v1/reviews/{id}/messages/read/
post /api/v1/reviews/{id}/reopen/
patch /api/v1/uploads/{id}/
""".strip().splitlines()
)
