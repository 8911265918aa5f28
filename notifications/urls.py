"""Which addresses does this app answer?"""

from django.urls import URLPattern, URLResolver, path

from notifications import rest

urlpatterns: list[URLPattern | URLResolver] = [
    path("inbox", rest.InboxView.as_view(), name="api-inbox"),
    path("notices/<uuid:notice>/acknowledge", rest.AcknowledgeView.as_view(), name="api-acknowledge"),
]
