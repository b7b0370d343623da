"""The pages of the certificates app."""

from django.urls import path

from backend.certificates import views

urlpatterns = [
    path("verify/", views.verify, name="verify"),
    path("verify/<str:code>/", views.verify_code, name="verify-code"),
]
