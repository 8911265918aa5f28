"""How does the demo workspace get a host product whose module it can really switch?"""

import base64
import sys
from collections.abc import Mapping
from pathlib import Path

from config.runner.ports import free_port
from config.runner.programs import ROOT, is_named
from config.services.family import Order
from config.services.local_secrets import made_once

NAME, WANTED = "host product", "8090"


def addresses(state: Path, environ: Mapping[str, str]) -> dict[str, str]:
    """The secret and the address by which plan and host know each other; nothing outside a demo of our own."""
    if environ.get("ENVIRONMENT", "demo") not in {"", "demo"} or is_named("SWITCH_SECRETS"):
        return {}
    secret = "whsec_" + base64.b64encode(bytes.fromhex(made_once(state / "secrets", "demo-switch"))).decode()
    port = _port_of(state)
    return {
        "SWITCH_SECRETS": f"SWITCH_SECRET={secret}",
        "HOST_SECRET": secret,
        "DEMO_SWITCH_URL": f"http://127.0.0.1:{port}/switch",
    }


def order(state: Path, environ: Mapping[str, str]) -> Order | None:
    """None when there is no demo, or when somebody else has taken the port that the plan names."""
    if "HOST_SECRET" not in environ:
        return None
    port = _port_of(state)
    if str(free_port(str(port))) != str(port):
        return None
    argv = [sys.executable, "-m", "demo.host_product", "--port", str(port)]
    return Order(NAME, argv, environ, cwd=ROOT)


def _port_of(state: Path) -> int:
    """Chosen once: the plan keeps the address."""
    file = state / "demo" / "host-port"
    if not file.exists():
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.write_text(str(free_port(WANTED)), encoding="ascii")
    return int(file.read_text(encoding="ascii"))
