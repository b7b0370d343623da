"""Pages of accounts that are ours; the others are allauth's."""

from django.urls import path

from backend.accounts.views import set_language

urlpatterns = [path("i18n/setlang/", set_language, name="set_language")]
