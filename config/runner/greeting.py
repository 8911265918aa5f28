"""What does the runner tell people: where the site is, and how to get in?"""

import json
from pathlib import Path

from config.services.lock import Holder


def already(holder: Holder, state: Path) -> str:
    where = holder.address or "no address yet: it is still starting, or it is a single command"
    return f"Already running in {state}: {where} (process {holder.pid}). Stop it, or choose another SUNSETTER_STATE."


def ready(address: str, state: Path, took_s: float) -> tuple[str, dict[str, object]]:
    """The lines for people, and the same facts for programs."""
    logins = demo_logins(state)
    lines = ["", f"Sunsetter is ready after {took_s:.1f} s.", ""]
    lines += [f"  console   {address}/console/", f"  portal    {address}/portal/", ""]
    if logins:
        lines += ["  demo logins (this machine only):"]
        lines += [f"    {login['role']:<28} {login['email']:<36} {login['password']}" for login in logins]
        lines += [""]
    lines += [f"  logs in {state / 'log'}; Ctrl-C stops everything."]
    facts: dict[str, object] = {"address": address, "state": str(state), "logins": logins}
    return "\n".join(lines), facts


def demo_logins(state: Path) -> list[dict[str, str]]:
    """What `manage.py demo --load` left in `demo/logins.json`: role, email, password."""
    try:
        found = json.loads((state / "demo" / "logins.json").read_text(encoding="utf-8"))
        return [{name: str(login[name]) for name in ("role", "email", "password")} for login in found]
    except (OSError, ValueError, KeyError, TypeError):
        return []
