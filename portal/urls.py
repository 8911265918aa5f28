"""Which addresses does the portal answer?"""

from django.urls import URLPattern, URLResolver, path

from portal.views import overview, preferences

app_name = "portal"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", overview.overview, name="overview"),
    path("people/", overview.overview, name="people"),
    path("exports/", overview.overview, name="exports"),
    path("exports/new/", overview.overview, name="new_export"),
    path("dates/", overview.dates, name="dates"),
    path("dates/calendar.ics", overview.dates, name="calendar"),
    path("notices/", overview.overview, name="notices"),
    path("after/", overview.after, name="after"),
    path("preferences/", preferences.preferences, name="preferences"),
]
