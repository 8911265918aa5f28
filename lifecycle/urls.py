"""Which addresses does this app answer?"""

from django.urls import URLPattern, URLResolver, path

from lifecycle.rest import affected, modules, plans

urlpatterns: list[URLPattern | URLResolver] = [
    path("modules", modules.ModuleList.as_view(), name="modules"),
    path("modules/<str:key>", modules.ModuleDetail.as_view(), name="module"),
    path("modules/<str:key>/signals", modules.ModuleSignals.as_view(), name="module_signals"),
    path("plans", plans.PlanList.as_view(), name="plans"),
    path("plans/<str:key>", plans.PlanDetail.as_view(), name="plan"),
    path("plans/<str:key>/affected", affected.PlanAffected.as_view(), name="plan_affected"),
    path("plans/<str:key>/gates/<str:name>", plans.PlanGate.as_view(), name="plan_gate"),
]
