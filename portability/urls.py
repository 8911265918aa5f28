"""Which addresses of the customer API lead to exports?"""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
