"""Does the real Slack export come out with every figure it has?"""

from collections import Counter

from portability.connectors.slack.connector import SlackConnector
from portability.connectors.source import open_source
from portability.rules import im
from portability.rules.kinds import Kind
from tests.portability.connectors.reading import read_slack
from tests.portability.content import SLACK


def test_the_houston_workspace_has_its_published_figures() -> None:
    """C1-C3: 71 users, 16 channels, 1,382 messages; 89 with reactions, 67 with a file, 37 edited."""
    finds = read_slack(SLACK)
    messages = [body for _, body in finds.messages()]
    assert (len(finds.of(Kind.USER)), len(finds.of(Kind.CONTAINER)), len(messages)) == (71, 16, 1382)
    assert sum(bool(body.reactions) for body in messages) == 89
    assert sum(bool(body.edits) for body in messages) == 37
    assert len({each.body.message for each in finds.records if isinstance(each.body, im.Attachment)}) == 67
    assert finds.bad == []


def test_it_has_375_day_files_by_its_inventory() -> None:
    """C9: the listings alone tell users, channels and files."""
    with open_source(SLACK) as source:
        inventory = SlackConnector().inspect(source)
        days = [name for name in source.names() if "/" in name]
    assert (inventory.users, inventory.containers, inventory.files) == (71, 16, 378)
    assert len(days) == 375


def test_the_six_messages_without_user_keep_their_author() -> None:
    """C2: a comment on a file names its author inside; nobody's message stays without sender."""
    finds = read_slack(SLACK)
    comments = [(record, body) for record, body in finds.messages() if body.subtype == "file_comment"]
    assert len(comments) == 6
    assert all('"user":"' in (record.raw or "") for record, _ in comments)
    assert all(body.sender for _, body in finds.messages())


def test_each_use_goes_to_the_module_it_uses() -> None:
    """C11: messages, reactions, files, pins, joins and edits are events with keys of their own."""
    uses = Counter((use.module, use.action) for use in read_slack(SLACK).uses)
    assert uses["messages", "message.send"] == 964
    assert uses["channels", "channel.join"] == 320
    assert uses["reactions", "reaction.add"] == 199
    assert uses["files", "file.share"] == 61
    assert uses["messages", "message.edit"] == 37
    assert uses["integrations", "integration.added"] == 3


def test_the_pin_told_twice_has_one_key() -> None:
    """C3: the export tells one pin as a message and in the list of channels."""
    pins = [use.key for use in read_slack(SLACK).uses if use.module == "pins"]
    assert (len(pins), len(set(pins))) == (2, 1)
