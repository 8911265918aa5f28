"""How does one object of a day file become a message, its files and its uses?"""

import hashlib
from collections.abc import Iterator

from portability.connectors.found import Blob, Found, Use
from portability.connectors.slack.changes import Changes
from portability.connectors.slack.directory import Place
from portability.connectors.slack.names import (
    CHANNEL_ACTIONS,
    PREFIX,
    SYSTEM_SUBTYPES,
    mentions,
    seconds_ms,
    stamp_ms,
)
from portability.connectors.slack.reading import Fields, inner, inners, raw, text, texts
from portability.connectors.source import Source
from portability.rules import im
from portability.rules.kinds import ContentType, Kind, Precision, content_type_of
from portability.rules.lossy import faithful
from portability.rules.records import Record
from portability.rules.records import Source as Origin
from portability.rules.sniff import content_type_of_bytes

NO_BYTES = {"tombstone": "deleted in the source", "hidden_by_limit": "hidden by the plan's limit in the source"}


def sender_of(fields: Fields) -> str | None:
    """Who wrote it: the user, the commenter, or the bot."""
    return text(fields, "user") or text(inner(fields, "comment"), "user") or text(fields, "bot_id")


def files_of(fields: Fields) -> list[Fields]:
    """The files of a message in the old (`file`) and the new (`files`) spelling."""
    single = inner(fields, "file")
    return inners(fields, "files") or ([single] if single else [])


def message(fields: Fields, place: Place, account: str, origin: Origin, changes: Changes | None) -> Record:
    """The message with everything that happened to it."""
    now = changes.newest if changes and changes.newest else fields
    sender, (content, lossy) = sender_of(fields), faithful(text(now, "text") or "")
    root, ts = text(fields, "thread_ts"), str(fields["ts"])
    is_reply = root is not None and root != ts
    named = mentions(content or "")
    body = im.Message(
        sender=sender,
        subtype=_lasting_subtype(fields),
        reply_to=f"{place.id}/{root}" if is_reply else None,
        thread_root=f"{place.id}/{root}" if is_reply else None,
        edits=_edits(now, changes),
        deleted_at=changes.deleted_at if changes else None,
        deleted_by=changes.deleted_by if changes else None,
        reactions=_reactions(fields),
        mentions=named,
        previews=tuple(_preview(each) for each in inners(now, "attachments")),
        pinned=ts in place.pins,
    )
    return Record(
        Kind.MESSAGE,
        f"{place.id}/{ts}",
        account,
        body,
        container=place.id,
        persons=tuple(dict.fromkeys([*([sender] if sender else []), *named])),
        at=stamp_ms(ts),
        at_source=ts,
        at_zone="UTC",
        at_precision=Precision.MILLISECOND,
        content_type=ContentType.SYSTEM if body.subtype in SYSTEM_SUBTYPES else ContentType.TEXT,
        text=content,
        text_lossy=lossy,
        format="slack_mrkdwn",
        source=origin,
        raw=raw(fields),
    )


def attachments(fields: Fields, said: Record, source: Source) -> Iterator[Found]:
    """The files of a message; bytes only where the export brought them along."""
    for file in files_of(fields):
        key = text(file, "id") or text(file, "name") or "file"
        name = text(file, "name") or text(file, "title") or key
        content = _uploaded(source, key)
        if content is not None:
            yield Blob(hashlib.sha256(content).hexdigest(), content)
        yield _attachment(file, f"{said.id}/{key}", name, said, content)


def uses(said: Record, fields: Fields) -> Iterator[Use]:
    """Which features were used, each with the message's natural key. Reactions carry the message's time."""
    body, at = said.body, said.at
    if not isinstance(body, im.Message) or at is None:
        return
    key = f"{PREFIX}:{said.id}"
    if body.sender:
        yield from _deeds(body, fields, said, body.sender)
    for edit in body.edits:
        if edit.at is not None and edit.by:
            yield Use(edit.at, edit.by, "messages", "message.edit", f"{key}/edit/{edit.at}")
    for reaction in body.reactions:
        yield Use(at, reaction.person, "reactions", "reaction.add", f"{key}/{reaction.emoji}/{reaction.person}")


def _deeds(body: im.Message, fields: Fields, said: Record, sender: str) -> Iterator[Use]:
    """What the sender did by sending: a message is one use, a reply or a file in it another."""
    key, at = f"{PREFIX}:{said.id}", said.at or 0
    module, action = _feature(body, fields)
    yield Use(at, sender, module, action, (module == "pins" and _pin_key(fields, said)) or key)
    if body.reply_to:
        yield Use(at, sender, "threads", "thread.reply", f"{key}/reply")
    if files_of(fields) and module != "files":
        yield Use(at, sender, "files", "file.share", f"{key}/file")


def _feature(body: im.Message, fields: Fields) -> tuple[str, str]:
    subtype = body.subtype or ""
    if subtype in CHANNEL_ACTIONS:
        return "channels", f"channel.{CHANNEL_ACTIONS[subtype]}"
    if subtype in {"pinned_item", "unpinned_item"}:
        return "pins", "pin.add" if subtype == "pinned_item" else "pin.remove"
    if subtype in {"file_share", "file_comment"}:
        return "files", f"file.{subtype.removeprefix('file_')}"
    if subtype.startswith("bot_") and subtype != "bot_message":
        return "bots", f"bot.{subtype.removeprefix('bot_')}"
    if text(fields, "user") is None and text(fields, "bot_id"):
        return "bots", "bot.message"
    return "messages", "message.send"


def _pin_key(fields: Fields, said: Record) -> str | None:
    pinned = next((text(each, "ts") for each in inners(fields, "attachments")), None)
    return f"{PREFIX}:{said.container}/{pinned}/pin" if pinned else None


def _lasting_subtype(fields: Fields) -> str | None:
    subtype = text(fields, "subtype")
    # A broadcast reply is exported twice, once in each dress: without the dress the two are one record.
    return None if subtype in {"thread_broadcast", "reply_broadcast"} else subtype


def _edits(fields: Fields, changes: Changes | None) -> tuple[im.Edit, ...]:
    if changes and changes.edits:
        return tuple(changes.edits)
    edited = inner(fields, "edited")
    return (im.Edit(at=stamp_ms(edited.get("ts")), by=text(edited, "user")),) if edited else ()


def _reactions(fields: Fields) -> tuple[im.Reaction, ...]:
    return tuple(
        im.Reaction(emoji=text(each, "name") or "?", person=person)
        for each in inners(fields, "reactions")
        for person in texts(each, "users")
    )


def _preview(fields: Fields) -> im.Preview:
    url = text(fields, "title_link") or text(fields, "from_url")
    title, _ = faithful(text(fields, "title"))
    content, _ = faithful(text(fields, "text") or text(fields, "fallback"))
    return im.Preview(title=title, url=faithful(url)[0], text=content)


def _uploaded(source: Source, key: str) -> bytes | None:
    folder = f"__uploads/{key}/"
    name = next((each for each in source.names() if each.startswith(folder)), None)
    return source.read(name) if name else None


def _attachment(file: Fields, key: str, name: str, said: Record, content: bytes | None) -> Record:
    mime = text(file, "mimetype") or "application/octet-stream"
    size = file.get("size")
    declared = size if isinstance(size, int) and not isinstance(size, bool) and size >= 0 else None
    digest = hashlib.sha256(content).hexdigest() if content is not None else None
    why = NO_BYTES.get(text(file, "mode") or "", "the export holds a link, not the bytes")
    body = im.Attachment(
        message=said.id,
        name=faithful(name)[0] or key,
        title=faithful(text(file, "title"))[0],
        mime=mime,
        size=declared if content is None else len(content),
        status=im.BlobStatus.MISSING if content is None else im.BlobStatus.PRESENT,
        sha256=digest,
        why=why if content is None else None,
        link=text(file, "permalink"),
    )
    created = seconds_ms(file.get("created"))
    return Record(
        Kind.ATTACHMENT,
        key,
        said.account,
        body,
        container=said.container,
        persons=said.persons[:1],
        at=said.at,
        at_source=str(file.get("created")) if created else said.at_source,
        at_zone="UTC",
        at_precision=Precision.MILLISECOND,
        content_type=content_type_of(mime) if content is None else content_type_of_bytes(content[:16]),
        blobs=(digest,) if digest else (),
        source=said.source,
    )
