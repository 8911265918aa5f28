"""Does this process live, and can the whole installation do its work?"""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from config.services.tick_mark import last_tick

TICK_LIMIT = timedelta(minutes=2)
DISK_LIMIT_BYTES = 200 * 1024**2
_schema_is_whole = False


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers; asks nobody else."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when every part answers, else 503; each part is "ok" or one sentence without addresses or secrets."""
    found = {name: check() for name, check in PARTS.items()}
    ready = all(answer == "ok" for answer in found.values())
    return JsonResponse({"ready": ready, "parts": found}, status=200 if ready else 503)


def database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "The database does not answer."
    return "ok"


def migrations() -> str:
    """Asked until it holds: this process's own code does not change any more."""
    return "ok" if _schema_is_whole else missing_migrations()


def missing_migrations() -> str:
    global _schema_is_whole  # noqa: PLW0603 - one fact per process
    try:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return "The schema cannot be read."
    if missing:
        return f"{len(missing)} schema migrations are missing: run `manage.py migrate`."
    _schema_is_whole = True
    return "ok"


def broker() -> str:
    try:
        with redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=2, socket_timeout=2) as line:
            line.ping()
    except redis.RedisError:
        return "The broker does not answer; due work goes on, later."
    return "ok"


def disk() -> str:
    free = shutil.disk_usage(settings.STATE_DIR).free
    return "ok" if free > DISK_LIMIT_BYTES else f"Only {free // 1024**2} MB are free."


def tick() -> str:
    last = last_tick(settings.STATE_DIR)
    if last is None:
        return "The reconciler has not ticked yet."
    age = datetime.now(UTC) - last
    return "ok" if age < TICK_LIMIT else f"The reconciler's last tick was {age.total_seconds():.0f} s ago."


PARTS: dict[str, Callable[[], str]] = {
    "database": database,
    "migrations": migrations,
    "broker": broker,
    "disk": disk,
    "tick": tick,
}
