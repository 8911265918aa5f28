"""What does the package say about itself, for someone who opens it in ten years?"""

README = """What this is
============

An export of records, complete within the request that lies in request.json. The folder above this one is a "bag"
(BagIt 1.0, RFC 8493): manifest-sha256.txt lists every file with its sha256.

Open index.html in any browser; it needs no network and runs no script.

index.html           every file by its true name, and the figures
records/             JSON lines: one record a line, UTF-8; the form that programs read (only if jsonl was asked for)
views/csv/           tables (only if csv was asked for)
views/html/          pages (only if html was asked for)
files/               attachments, named by the sha256 of their bytes
request.json         what was asked for; times in ms since 1970-01-01 UTC, [from, to)
receipt.json         what became of every record, and the sha256 of every file here
receipt.sig.json     an Ed25519 signature over the bytes of receipt.json
verify_receipt.py    checks all of this: python3 verify_receipt.py

Records
-------
Fields that are absent do not apply. Every record has: kind, id, account, hash; where it applies: container, persons,
at (ms UTC), at_source (the source's own words), at_zone, at_precision (ms s min day), content_type (text image file
voice video system), text (untouched), format (how the text is marked up), blobs, source (where it was read), raw (the
source's own record).
Messages: sender, subtype, reply_to, thread_root, edits, deleted_at, deleted_by, reactions, mentions, previews, pinned.
Attachments: message, name, status (present missing refused), mime, title, size, sha256, why, link.
hash is the sha256 of the record as JSON with sorted keys, without spaces, and without raw, source and hash.

Tables
------
In each cell, a text that begins with = + - @ ' a tab, a line break, NUL or a full-width twin of the first four has one
apostrophe before it, so that no spreadsheet calculates it. Take one leading apostrophe off and the text is as it was.
Rows end in a line feed.

The receipt
-----------
For each kind, container, day (UTC) and content type:
in_snapshot = exported + excluded (by a clause of the request) + withheld (by a rule) + failed (by an error).
missing lists attachments whose bytes the source did not hold. exported_root is the root of a hash tree (RFC 9162) over
the exported records in order.
"""
