"""Which switch does a plan name, and with which secret?"""

from pathlib import Path

from django.conf import settings

from lifecycle.models import SunsetPlan
from lifecycle.rules.plan_file import SwitchKind
from lifecycle.rules.plan_settings import from_json
from lifecycle.switches.command.switch import CommandSwitch
from lifecycle.switches.contract import Switch, SwitchFault
from lifecycle.switches.webhook.switch import WebhookSwitch


def switch_of(plan: SunsetPlan) -> Switch | None:
    """None when the plan names no switch. Raises SwitchFault when what it names is not configured here."""
    config = from_json(plan.settings).switch
    if config.kind is SwitchKind.NONE:
        return None
    if config.kind is SwitchKind.COMMAND:
        program = settings.SWITCH_COMMANDS.get(config.command)
        if not program:
            raise SwitchFault(f"SWITCH_COMMANDS names no program {config.command!r}")
        return CommandSwitch(program)
    secret = _secret(config.secret_name)
    return WebhookSwitch(config.url, secret, allows_loopback=settings.SWITCH_ALLOWS_LOOPBACK)


def _secret(name: str) -> str:
    """From the settings, else from the file `switch-<name>` among the installation's secrets."""
    if name in settings.SWITCH_SECRETS:
        return str(settings.SWITCH_SECRETS[name])
    path = Path(settings.STATE_DIR) / "secrets" / f"switch-{name}"
    if name and path.is_file():
        return path.read_text(encoding="ascii").strip()
    raise SwitchFault(f"no secret is called {name!r}: set SWITCH_SECRETS or write {path.name} in the secrets directory")
