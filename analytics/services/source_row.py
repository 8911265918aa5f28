"""Which row stands for a source of activity, and are its users hidden?"""

from datetime import datetime

from analytics.models import ActivitySource


def source_named(name: str, *, hash_users: bool, now: datetime) -> ActivitySource:
    """Made when it is new. Once hashed, also when it was known before, it stays so: nobody has to ask for it again."""
    first = {"hashes_users": hash_users, "created_at": now}
    source, _ = ActivitySource.objects.get_or_create(name=name, defaults=first)
    if hash_users and not source.hashes_users:
        source.hashes_users = True
        source.save(update_fields=["hashes_users"])
    return source
