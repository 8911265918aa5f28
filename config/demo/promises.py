"""Did every promise of the demo hold, by the books of the mail server, the host product and the ledger?"""

import json
from collections import Counter
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

Summary = dict[str, Any]  # the written document, at its edge


def judge(summary: Summary, arrived: Mapping[str, int]) -> list[str]:
    """Add what only the mail server knows, then name every promise that did not hold."""
    accepted: list[str] = summary.pop("message_ids")
    summary["lost"] = sum(1 for each in accepted if each not in arrived)
    summary["duplicated"] = sum(count - 1 for count in arrived.values())
    summary["unexplained"] = sum(1 for each in arrived if each not in set(accepted))
    summary["mails_arrived"] = sum(arrived.values())
    checks = {
        "the plan is closed": summary["stage"] == "closed",
        "no notice was lost": summary["lost"] == 0,
        "no notice was doubled": summary["duplicated"] == 0,
        "no mail came that the ledger does not know": summary["unexplained"] == 0,
        "no delivery is uncertain": summary["uncertain"] == 0,
        "every affected account was reached": summary["unreached"] == 0,
        "the gate to off was shut before people signed": summary["blockers_before_off"] > 0,
        "every export is settled": all(each["export"] for each in summary["accounts"]),
        "every archive was restored and is equal": all(each["archive"] == "equal" for each in summary["accounts"]),
        "the audit ledger verifies": summary["audit"]["fault"] is None and summary["audit"]["waiting"] == 0,
        "the straggler was found": summary["stragglers"] > 0,
    }
    summary["promises"] = checks
    summary["figures"] = fingerprint(summary)
    return [name for name, held in checks.items() if not held]


def fingerprint(summary: Summary) -> str:
    """The same for every run of the same demo: all figures, without the names that each run gives by chance."""
    kept = {name: value for name, value in summary.items() if name != "figures"}
    kept["accounts"] = [
        {**each, "receipts": [receipt["complete"] for receipt in each["receipts"]]} for each in summary["accounts"]
    ]
    return sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()[:16]


def lines(summary: Summary, broken: list[str]) -> list[str]:
    """What people read at the end."""
    notices = Counter(channel for each in summary["accounts"] for channel in each["notices"])
    told = ", ".join(f"{count} accounts by {channel}" for channel, count in sorted(notices.items()))
    found = [
        "",
        f"stage {summary['stage']}; {summary['mails_arrived']} mails arrived; {told}",
        f"lost {summary['lost']}, duplicated {summary['duplicated']}, unreached {summary['unreached']}, "
        f"uncertain {summary['uncertain']}",
    ]
    found += [f"BROKEN: {name}" for name in broken] or [f"All {len(summary['promises'])} promises held."]
    found.append(f"Figures {summary['figures']}: the same after every run of this demo.")
    return [*found, "Report: var/demo/report.html   Summary: var/demo/summary.json"]
