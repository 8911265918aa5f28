"""Which addresses does the console answer?"""

from django.urls import URLPattern, URLResolver, path

from console.views import audit, health, modules, moves, outbox, plan, portfolio, preferences, today

app_name = "console"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", today.today, name="today"),
    path("portfolio/", portfolio.portfolio, name="portfolio"),
    path("modules/", modules.modules, name="modules"),
    path("plans/<str:key>/", plan.plan, name="plan"),
    path("plans/<str:key>/move/<str:to>/", moves.move, name="move"),
    path("plans/<str:key>/approve/", moves.approve_step, name="approve"),
    path("plans/<str:key>/attest/<str:criterion>/", moves.attest_criterion, name="attest"),
    path("plans/<str:key>/decision/", moves.decision, name="decision"),
    path("outbox/", outbox.outbox, name="outbox"),
    path("outbox/<str:name>/", outbox.outbox_message, name="outbox_message"),
    path("audit/", audit.audit, name="audit"),
    path("health/", health.health, name="health"),
    path("modules/<str:key>/", modules.modules, name="module"),
    path("plans/<str:key>/simulation/", modules.modules, name="simulation"),
    path("desk/", modules.modules, name="desk"),
    path("imports/", modules.modules, name="imports"),
    path("preferences/", preferences.preferences, name="preferences"),
]
