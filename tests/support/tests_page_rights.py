"""Who may see which page: a line for each. Read as the table of ``tests_permissions.py`` is."""

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
alerts/renewal/{token}/                       n2nn
api/docs/                                     yfyy
api/schema/                                   yfyy
claim/{token}/                                n2nn
confirm/{token}/                              n2nn
delegates/{token}/                            n2nn
dossiers/{token}/                             n2nn
dossiers/{token}/file/                        n2nn
erasure/{token}/                              n2nn
feeds/{kind}.atom                             n2nn
feeds/{kind}.json                             n2nn
healthz                                       y2yy
i18n/setlang/                                 rrrr
iati/activities.xml                           n2nn
invitations/{token}/                          n2nn
invitations/{token}/files/{pk}/               n2nn
joining/{token}/                              n2nn
join/{token}/                                 n2nn
left-out/                                     n2nn
letters/{token}/                              n2nn
messages/{token}/                             n2nn
messages/{token}/files/{pk}/                  n2nn
metrics                                       y2yy
nominations/{token}/                          n2nn
readyz                                        y2yy
admin/*                                       y2f>
verify/                                       y2yy
verify/{code}/                                n2nn
"""
