"""Which addresses does the console answer?"""

from django.urls import URLPattern, URLResolver, path, register_converter

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


class Key:
    """What people call a plan, a module, a stage or a criterion; anything else is no address."""

    regex = r"[A-Za-z0-9._-]{1,128}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Key, "key")
app_name = "console"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", today.today, name="today"),
    path("portfolio/", portfolio.portfolio, name="portfolio"),
    path("modules/", modules.modules, name="modules"),
    path("plans/<key:key>/", plan.plan, name="plan"),
    path("plans/<key:key>/move/<key:to>/", moves.move, name="move"),
    path("plans/<key:key>/approve/", signatures.approve_step, name="approve"),
    path("plans/<key:key>/attest/<key:criterion>/", signatures.attest_criterion, name="attest"),
    path("plans/<key:key>/decision/", signatures.decision, name="decision"),
    path("outbox/", outbox.outbox, name="outbox"),
    path("outbox/<key:name>/", outbox.outbox_message, name="outbox_message"),
    path("audit/", audit.audit, name="audit"),
    path("health/", health.health, name="health"),
    path("modules/<key:key>/", module.module, name="module"),
    path("plans/<key:key>/simulation/", simulation.simulation, name="simulation"),
    path("desk/", desk.desk, name="desk"),
    path("desk/<uuid:uuid>/", task.task, name="task"),
    path("imports/", imports.imports, name="imports"),
    path("imports/<uuid:uuid>/", imports.rejects, name="rejects"),
    path("preferences/", preferences.preferences, name="preferences"),
]
