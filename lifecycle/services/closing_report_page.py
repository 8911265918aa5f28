"""How does a closing report read, as a page of its own and as JSON?"""

import json
from dataclasses import asdict

from django.template.loader import render_to_string

from lifecycle.rules.closing_charts import BOTTOM, HEIGHT, LEFT, WIDTH
from lifecycle.rules.closing_report import ClosingReport
from lifecycle.services.closing_report import ACCOUNT_CRITERIA
from lifecycle.services.sentences import criterion_name


def closing_report_html(report: ClosingReport) -> str:
    """One file without links outwards: it opens from a disk in ten years."""
    groups: dict[str, list[object]] = {}
    for figure in report.figures:
        groups.setdefault(figure.group, []).append(figure)
    context = {
        "report": report,
        "groups": list(groups.items()),
        "criteria": [criterion_name(name) for name in ACCOUNT_CRITERIA],
        "chart": {"width": WIDTH, "height": HEIGHT, "left": LEFT, "base": HEIGHT - BOTTOM, "top": BOTTOM},
    }
    return render_to_string("lifecycle/closing_report.html", context)


def closing_report_json(report: ClosingReport) -> str:
    """The same values; instants in ISO 8601 with offset, days without."""
    return json.dumps(asdict(report), ensure_ascii=False, indent=2, default=lambda value: value.isoformat())
