"""How is a host product told by HTTP what to show, and how does it answer what it shows?

Standard Webhooks 1.0.0. An order is a signed POST with `{"type": "module.switch.set", "timestamp", "data"}`; a read is
a GET of the same address with `module` and `account` in the query, whose signed text is the query string, answered by
`{"level": "read_only"}` or `{"level": null}`.
"""

import json
import ssl
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from urllib.parse import urlencode, urlsplit

import certifi
import httpx
from standardwebhooks import Webhook

from lifecycle.rules.stages import SwitchLevel
from lifecycle.switches.contract import MAX_ANSWER, TIMEOUT_S, Order, SwitchFault, level_named
from lifecycle.switches.webhook.target import checked_target


@dataclass(frozen=True, slots=True)
class WebhookSwitch:
    """`secret` is `whsec_` and base64; redirects are never followed, proxies never used."""

    url: str
    secret: str
    allows_loopback: bool = False

    def drive(self, order: Order) -> None:
        body = json.dumps(
            {
                "type": "module.switch.set",
                "timestamp": order.ordered_at.isoformat(),
                "data": {
                    "plan": order.plan,
                    "module": order.module,
                    "account": order.account,
                    "level": order.level.key,
                    "revision": order.revision,
                },
            },
            ensure_ascii=False,
            separators=(",", ":"),
        )
        self._call("POST", self.url, body, order.message_id, order.sent_at)

    def read(self, *, module: str, account: str, message_id: str, sent_at: datetime) -> SwitchLevel | None:
        query = urlencode({"module": module, "account": account})
        joint = "&" if urlsplit(self.url).query else "?"
        answer = self._call("GET", f"{self.url}{joint}{query}", query, message_id, sent_at)
        try:
            return level_named(json.loads(answer)["level"])
        except (ValueError, KeyError, TypeError) as error:
            raise SwitchFault("answered something that is not a level") from error

    def _call(self, method: str, url: str, signed: str, message_id: str, sent_at: datetime) -> bytes:
        target = checked_target(url, allows_loopback=self.allows_loopback)
        headers = {
            "Host": target.host_header,
            "Content-Type": "application/json",
            "webhook-id": message_id,
            "webhook-timestamp": str(int(sent_at.timestamp())),
            "webhook-signature": Webhook(self.secret).sign(message_id, sent_at, signed),
        }
        content = signed.encode() if method == "POST" else None
        extensions = {"sni_hostname": target.host} if target.scheme == "https" else {}
        try:
            with (
                httpx.Client(timeout=TIMEOUT_S, trust_env=False, follow_redirects=False, verify=_trust()) as client,
                client.stream(method, target.url, content=content, headers=headers, extensions=extensions) as response,
            ):
                answer = _bounded(response)
        except httpx.HTTPError as error:
            raise SwitchFault(f"cannot be reached: {type(error).__name__}") from error
        if not response.is_success:
            raise SwitchFault(f"answered {response.status_code}")
        return answer


@cache
def _trust() -> ssl.SSLContext:
    """Reading the authorities takes a tenth of a second: once is enough."""
    return ssl.create_default_context(cafile=certifi.where())


def _bounded(response: httpx.Response) -> bytes:
    answer = b""
    for part in response.iter_bytes(4_096):
        answer += part
        if len(answer) > MAX_ANSWER:
            raise SwitchFault(f"answered more than {MAX_ANSWER} bytes")
    return answer
