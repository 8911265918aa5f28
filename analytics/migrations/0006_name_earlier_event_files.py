from django.db import migrations

BATCH = 1000


def name_files(apps, schema_editor):
    """Until now each import had a file of its own, named by its uuid."""
    taken, files, filed = (
        apps.get_model("analytics", name) for name in ("ActivityImport", "EventFile", "FiledImport")
    )
    last = 0
    while rows := list(taken.objects.filter(status="imported", added__gt=0, filed=None, id__gt=last)[:BATCH]):
        last = rows[-1].id
        made = files.objects.bulk_create(
            files(
                path=f"{row.uuid}.parquet",
                rows=row.added,
                size_bytes=row.file_bytes,
                sha256=row.file_sha256,
                created_at=row.created_at,
            )
            for row in rows
        )
        filed.objects.bulk_create(filed(activity_import=row, file=file) for row, file in zip(rows, made, strict=True))


class Migration(migrations.Migration):
    dependencies = [("analytics", "0005_manifest_of_event_files")]

    operations = [migrations.RunPython(name_files, migrations.RunPython.noop)]
