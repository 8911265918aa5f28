"""Which addresses does the console answer?"""

from django.urls import URLPattern, URLResolver, path

from console.views import (
    audit,
    desk,
    health,
    imports,
    module,
    modules,
    moves,
    outbox,
    plan,
    portfolio,
    preferences,
    signatures,
    simulation,
    task,
    today,
)

app_name = "console"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", today.today, name="today"),
    path("portfolio/", portfolio.portfolio, name="portfolio"),
    path("modules/", modules.modules, name="modules"),
    path("plans/<str:key>/", plan.plan, name="plan"),
    path("plans/<str:key>/move/<str:to>/", moves.move, name="move"),
    path("plans/<str:key>/approve/", signatures.approve_step, name="approve"),
    path("plans/<str:key>/attest/<str:criterion>/", signatures.attest_criterion, name="attest"),
    path("plans/<str:key>/decision/", signatures.decision, name="decision"),
    path("outbox/", outbox.outbox, name="outbox"),
    path("outbox/<str:name>/", outbox.outbox_message, name="outbox_message"),
    path("audit/", audit.audit, name="audit"),
    path("health/", health.health, name="health"),
    path("modules/<str:key>/", module.module, name="module"),
    path("plans/<str:key>/simulation/", simulation.simulation, name="simulation"),
    path("desk/", desk.desk, name="desk"),
    path("desk/<uuid:uuid>/", task.task, name="task"),
    path("imports/", imports.imports, name="imports"),
    path("imports/<uuid:uuid>/", imports.rejects, name="rejects"),
    path("preferences/", preferences.preferences, name="preferences"),
]
