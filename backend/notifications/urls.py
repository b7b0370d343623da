"""The pages of the notifications app."""

from django.urls import path

from backend.notifications import views

urlpatterns = [path("letters/<str:token>/", views.unsubscribe, name="unsubscribe")]
