"""Which addresses does this app answer?"""

from django.urls import URLPattern, URLResolver, path

from notifications.rest import hooks, inbox

urlpatterns: list[URLPattern | URLResolver] = [
    path("inbox", inbox.InboxView.as_view(), name="api-inbox"),
    path("notices/<uuid:notice>/acknowledge", inbox.AcknowledgeView.as_view(), name="api-acknowledge"),
    path("hooks/mail/<slug:provider>/", hooks.mail_events, name="api-mail-events"),
]
