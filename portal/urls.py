"""Which addresses does the portal answer?"""

from django.urls import URLPattern, URLResolver, path

from portal.views import accounts, calendar_feed, downloads, exports, notices, overview, people, preferences

app_name = "portal"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", overview.overview, name="overview"),
    path("people/", people.people, name="people"),
    path("exports/", exports.exports, name="exports"),
    path("exports/new/", exports.new_export, name="new_export"),
    path("exports/decline/", exports.decline, name="decline"),
    path("exports/<uuid:uuid>/", exports.export, name="export"),
    path("exports/<uuid:uuid>/progress/", exports.export_progress, name="export_progress"),
    path("exports/<uuid:uuid>/cancel/", exports.cancel, name="cancel_export"),
    path("exports/<uuid:uuid>/ticket/", downloads.ticket, name="ticket"),
    path("exports/<uuid:uuid>/confirm/", downloads.confirm, name="confirm_export"),
    path("exports/<uuid:uuid>/download/<str:secret>/", downloads.download, name="download"),
    path("dates/", overview.dates, name="dates"),
    path("dates/calendar.ics", calendar_feed.calendar, name="calendar"),
    path("notices/", notices.notices, name="notices"),
    path("notices/<uuid:uuid>/", notices.notice, name="notice"),
    path("after/", overview.after, name="after"),
    path("account/", accounts.choose_account, name="choose_account"),
    path("preferences/", preferences.preferences, name="preferences"),
]
