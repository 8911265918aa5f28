"""Which addresses does this app answer?"""

from django.urls import URLPattern, URLResolver, path

from analytics.rest import ModuleUsageView

urlpatterns: list[URLPattern | URLResolver] = [
    path("modules/<str:key>/usage", ModuleUsageView.as_view(), name="module_usage"),
]
