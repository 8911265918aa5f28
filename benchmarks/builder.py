"""What does a program that builds one export in a process of its own say, and when?

python -m benchmarks.builder UUID
"""

import sys
from datetime import UTC, datetime
from uuid import UUID

import django

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)


def main(uuid: str) -> int:
    django.setup()
    from portability.api import build_export  # noqa: PLC0415 - needs the settings

    print("begun", flush=True)
    done = build_export(now=NOW, export_uuid=UUID(uuid))
    return 0 if done is not None and done.status == "ready" else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
