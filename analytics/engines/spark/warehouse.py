"""How does Spark run the compiled steps?"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from pyspark import StorageLevel
from pyspark.sql import SparkSession
from pyspark.sql.types import DateType, LongType, StringType, StructField, StructType

from analytics.engines.portable.measures import READ_AGAIN

TYPES = {"text": StringType, "day": DateType, "whole": LongType}
PARTITIONS = 32  # of what workers exchange; Spark joins small ones
SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.shuffle.partitions": str(PARTITIONS),
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}
# Spark reads the unsigned counts of a roll-up file as decimals.
ROLLUP = """
SELECT day, CAST(slot AS SMALLINT) AS slot, module, account, user, source, CAST(events AS BIGINT) AS events, quantity,
    first_at, last_at
FROM rollup_files
"""


class SparkWarehouse:
    """Views of one session. Workers must see the files under the same paths."""

    engine = "spark"

    def __init__(self, spark: SparkSession) -> None:
        self._spark = spark

    def open_rollup(self, files: Sequence[str]) -> None:
        self._spark.read.parquet(*files).createOrReplaceTempView("rollup_files")
        self._spark.sql(ROLLUP).createOrReplaceTempView("rollup")

    def first_day(self) -> date | None:
        row = self._spark.sql("SELECT min(day) FROM rollup").first()
        return row[0] if row and isinstance(row[0], date) else None

    def open_events(self, files: Sequence[str]) -> None:
        self._spark.read.parquet(*files).createOrReplaceTempView("events")

    def load(self, table: str, columns: Sequence[tuple[str, str]], rows: Iterable[Sequence[object]]) -> None:
        schema = StructType([StructField(name, TYPES[kind]()) for name, kind in columns])
        made = self._spark.createDataFrame([tuple(row) for row in rows], schema)
        made.coalesce(1).createOrReplaceTempView(table)

    def keep(self, step: str, select: str) -> None:
        """Read again, a step is not counted again; what a lost worker held is."""
        found = self._spark.sql(select)
        if step in READ_AGAIN:
            found = found.persist(StorageLevel.MEMORY_AND_DISK)
        found.createOrReplaceTempView(step)

    def write(self, step: str, target: Path) -> None:
        """A folder of Parquet files."""
        self._spark.table(step).write.mode("overwrite").parquet(str(target))


@contextmanager
def open_spark(master: str, **settings: str) -> Iterator[SparkSession]:
    """`master`: spark://HOST:PORT."""
    builder = SparkSession.builder.master(master).appName("sunsetter")
    for name, value in {**SETTINGS, **settings}.items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    try:
        yield spark
    finally:
        spark.stop()
