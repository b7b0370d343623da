"""The pages of the directory."""

from django.urls import path

from backend.directory import views

urlpatterns = [
    path("claim/<str:token>/", views.claim, name="claim"),
    path("confirm/<str:token>/", views.confirm_profile, name="confirm-profile"),
    path("delegates/<str:token>/", views.delegate, name="delegate"),
    path("erasure/<str:token>/", views.erasure, name="erasure"),
]
