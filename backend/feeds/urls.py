"""The pages of feeds."""

from django.urls import URLPattern, path

from backend.feeds import views

urlpatterns: list[URLPattern] = [
    path("feeds/<slug:kind>.atom", views.feed, {"ending": "atom"}, name="feed-atom"),
    path("feeds/<slug:kind>.json", views.feed, {"ending": "json"}, name="feed-json"),
    path("iati/activities.xml", views.activities, name="iati-activities"),
]
