"""What does a copy say about itself, for someone who has nothing but the copy?"""

README = """What this is
============

A copy of an account's content, frozen at the date in bag-info.txt. The folder is a "bag" (BagIt 1.0, RFC 8493); any
tool for bags checks it. Beside it lie signed-list.json, which names every object with size and sha256, and
signed-list.sig.json, an Ed25519 signature over its bytes.

segments/   records, packed with Zstandard (RFC 8878): zstd -d FILE gives JSON lines, one record a line, UTF-8.
            The number in front is the order. Kinds come parents first: users, containers, members, messages, files.
blobs/      the bytes of files, named by their sha256; the attachment records name them.

Every record has kind, id, account and hash; hash is the sha256 of the record as JSON with sorted keys, without spaces,
and without the fields raw, source and hash. root in signed-list.json is the root of a hash tree (RFC 9162, section
2.1.1) over the leaves  0x00 kind 0x00 id 0x00 hash  of all records in order.
"""
