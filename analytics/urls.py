"""Which addresses does this app answer?"""

from django.urls import URLPattern, URLResolver, path

from analytics.rest.activity import ActivityInbox
from analytics.rest.receipts import ActivityReceipt, ActivityRejects
from analytics.rest.usage import ModuleUsageView

urlpatterns: list[URLPattern | URLResolver] = [
    path("modules/<str:key>/usage", ModuleUsageView.as_view(), name="module_usage"),
    path("activity", ActivityInbox.as_view(), name="activity"),
    path("activity/<str:uuid>", ActivityReceipt.as_view(), name="activity_batch"),
    path("activity/<str:uuid>/rejects", ActivityRejects.as_view(), name="activity_rejects"),
]
