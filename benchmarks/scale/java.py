"""With what Java does Spark work where it is measured: one that starts quickly, or one that gains while it works long?

The one that serves it. On two cores that others used too, 300,000 events took it 86 s when started quickly, else 194 s:
short work ends before the second compiler has gained what it costs. Long work lives on that compiler.

What is compared by its rows alone starts quickly at every size, and so do master and workers, which count nothing.
"""

QUICK_START = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
LONG_FROM = 3_000_000  # events


def started_quickly() -> dict[str, str]:
    """Settings of Spark for what an application starts: its driver, and what counts for it in the workers."""
    return {f"spark.{each}.extraJavaOptions": QUICK_START for each in ("driver", "executor")}


def java_of_report(events: int) -> tuple[str, dict[str, str]]:
    """What a figure says of it, and the settings of Spark."""
    if events < LONG_FROM:
        return f"Java started quickly, as below {LONG_FROM:,} events", started_quickly()
    return "Java as it comes", {}
