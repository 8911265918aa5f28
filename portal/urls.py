"""Which addresses does the portal answer?"""

from django.urls import URLPattern, URLResolver, path

from portal.views import (
    accounts,
    announcements,
    calendar_feed,
    downloads,
    exports,
    hearing,
    notices,
    overview,
    people,
    preferences,
    signing_key,
    unsubscribe,
    webhooks,
)

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
    path("hearing/", hearing.hearing, name="hearing"),
    path("hearing/reminders/", hearing.choose_reminders, name="reminders"),
    path("hearing/calendar/", calendar_feed.new_feed, name="new_feed"),
    path("hearing/calendar/<uuid:uuid>/revoke/", calendar_feed.revoke_feed, name="revoke_feed"),
    path("hearing/webhooks/", webhooks.new_webhook, name="new_webhook"),
    path("hearing/webhooks/<uuid:uuid>/secret/", webhooks.renew_secret, name="renew_secret"),
    path("hearing/webhooks/<uuid:uuid>/stop/", webhooks.stop_webhook, name="stop_webhook"),
    path("hearing/webhooks/<uuid:uuid>/test/", webhooks.try_webhook, name="try_webhook"),
]
# Read without signing in: what everybody may know, and addresses that are themselves the key.
public: list[URLPattern | URLResolver] = [
    path("announcements/", announcements.announcements, name="announcements"),
    path("announcements/atom.xml", announcements.feed, name="feed"),
    path("announcements/<str:module>/", announcements.announcement, name="announcement"),
    path("announcements/<str:module>/atom.xml", announcements.feed, name="announcement_feed"),
    path("announcements/<str:module>/status.json", announcements.status, name="announcement_status"),
    path("announcements/<str:module>/dates.ics", calendar_feed.of_module, name="module_calendar"),
    path("calendar/<str:token>.ics", calendar_feed.subscribed, name="subscribed"),
    path("signing-key.json", signing_key.signing_key, name="signing_key"),
    path("unsubscribe/<str:token>/", unsubscribe.unsubscribe, name="unsubscribe"),
]
