"""The pages of the consultations app."""

from django.urls import path

from backend.consultations import views

urlpatterns = [
    path("invitations/<str:token>/", views.invitation, name="invitation"),
    path("messages/<str:token>/", views.messages, name="messages"),
    path("messages/<str:token>/files/<uuid:pk>/", views.message_file, name="message-file"),
    path("nominations/<str:token>/", views.nomination, name="nomination"),
    path("invitations/<str:token>/files/<uuid:pk>/", views.annex, name="invitation-annex"),
]
