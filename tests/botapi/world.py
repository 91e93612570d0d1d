"""What the double's Telegram holds: people, chats, messages and updates on their way to the bot."""

from __future__ import annotations

import itertools
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from tests.botapi.faults import Faults, Kind
from tests.botapi.flood import FloodLimits
from tests.botapi.formatting import found_entities

Json = dict[str, Any]
T = TypeVar("T")

TOKEN = "424242:TEST-token_of-the-double-and-of-no-bot"  # Telegram would not know it
BOT: Json = {
    "id": 424242,
    "is_bot": True,
    "first_name": "प्रमाण",
    "username": "PramaanTestBot",
    "can_join_groups": True,
    "can_read_all_group_messages": True,
    "supports_inline_queries": False,
}
ASHA: Json = {"id": 1001, "is_bot": False, "first_name": "Asha", "language_code": "hi"}
BEN: Json = {"id": 1002, "is_bot": False, "first_name": "Ben", "language_code": "en"}
GROUP: Json = {"id": -1001234567890, "type": "supergroup", "title": "पाठक मंडल"}


@dataclass(frozen=True, slots=True)
class Call:
    """One request the bot made: its method, parameters, time (monotonic seconds) and trouble."""

    method: str
    params: Json
    at: float
    fault: Kind | None = None


@dataclass(slots=True)
class World:
    """All state of the double. Hold `changed` while reading or writing it."""

    token: str = TOKEN
    me: Json = field(default_factory=lambda: dict(BOT))
    chats: dict[int, Json] = field(default_factory=dict)
    closed: dict[int, str] = field(default_factory=dict)  # chat -> why the bot may not write
    admins: dict[int, set[int]] = field(default_factory=dict)  # by chat
    migrated: dict[int, int] = field(default_factory=dict)
    messages: dict[tuple[int, int], Json] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)  # what people sent, by file_id
    inline_messages: dict[str, Json] = field(default_factory=dict)  # in chats the bot is not in
    sent: list[Json] = field(default_factory=list)  # the bot's messages, in order
    drafts: list[Json] = field(default_factory=list)  # what readers see before the message itself
    calls: list[Call] = field(default_factory=list)
    pending: deque[Json] = field(default_factory=deque)
    allowed: list[str] = field(default_factory=list)
    commands: dict[str, list[Json]] = field(default_factory=dict)  # by scope: and language code
    callback_answers: dict[str, Json] = field(default_factory=dict)
    open_callbacks: set[str] = field(default_factory=set)
    inline_answers: dict[str, Json] = field(default_factory=dict)
    open_inline: set[str] = field(default_factory=set)
    guest_answers: dict[str, Json] = field(default_factory=dict)
    open_guests: set[str] = field(default_factory=set)
    webhook: Json = field(default_factory=dict)  # url and secret_token, or nothing
    poller: int = 0
    closing: bool = False
    flood: FloodLimits = field(default_factory=FloodLimits)
    faults: Faults = field(default_factory=Faults)
    changed: threading.Condition = field(default_factory=threading.Condition)
    message_ids: itertools.count[int] = field(default_factory=lambda: itertools.count(1))
    update_ids: itertools.count[int] = field(default_factory=lambda: itertools.count(700_000_001))

    # What people do

    def say(
        self,
        text: str | None = None,
        *,
        by: Json = ASHA,
        chat: Json | None = None,
        reply_to: Json | None = None,
        **fields: Any,
    ) -> Json:
        """A person writes `text` (None with other content in `fields`) in `chat`, or privately."""
        content: Json = {} if text is None else {"text": text, "entities": found_entities(text)}
        if "caption" in fields:
            content["caption_entities"] = found_entities(fields["caption"])
        if reply_to is not None:
            content["reply_to_message"] = {
                key: value for key, value in reply_to.items() if key != "reply_to_message"
            }
        with self.changed:
            message = self.new_message(chat or private(by), {**content, **fields}, by)
            self.deliver({"message": message})
        return message

    def send_file(self, name: str, content: bytes, *, by: Json, **fields: Any) -> Json:
        """A person sends the bot a document."""
        with self.changed:
            file_id = f"file{next(self.update_ids)}"
            self.files[file_id] = content
        document = {"file_id": file_id, "file_unique_id": file_id, "file_name": name}
        return self.say(by=by, document={**document, "file_size": len(content)}, **fields)

    def forward(self, post: Json, *, by: Json) -> Json:
        """A person forwards a channel's post to the bot."""
        origin = {"type": "channel", "date": post["date"], "chat": post["chat"]}
        return self.say(
            post["text"], by=by, forward_origin={**origin, "message_id": post["message_id"]}
        )

    def edit(self, message: Json, text: str, *, seconds: int = 1) -> None:
        """A person edits their message, so many seconds after writing it."""
        with self.changed:
            edited = {
                **message,
                "text": text,
                "entities": found_entities(text),
                "edit_date": message["date"] + seconds,
            }
            self.messages[message["chat"]["id"], message["message_id"]] = edited
            kind = "edited_channel_post" if "sender_chat" in message else "edited_message"
            self.deliver({kind: edited})

    def post(self, channel: Json, text: str, **fields: Any) -> Json:
        """A channel post appears."""
        content = {"text": text, "entities": found_entities(text), "sender_chat": channel}
        with self.changed:
            message = self.new_message(channel, {**content, **fields}, None)
            self.deliver({"channel_post": message})
        return message

    def press(self, message: Json, label: str, *, by: Json = ASHA) -> str:
        """A person presses the button whose label begins so; gives the query's id."""
        with self.changed:
            rows = message["reply_markup"]["inline_keyboard"]
            data = next(
                each["callback_data"]
                for row in rows
                for each in row
                if each["text"].startswith(label)
            )
            query = {"id": str(next(self.update_ids)), "from": by, "data": data}
            if "inline_message_id" in message:
                query |= {"chat_instance": "1", "inline_message_id": message["inline_message_id"]}
            else:
                query |= {"chat_instance": str(message["chat"]["id"]), "message": message}
            self.open_callbacks.add(str(query["id"]))
            self.deliver({"callback_query": query})
            return str(query["id"])

    def type_inline(self, text: str, *, by: Json = ASHA) -> str:
        """A person has typed so much after the bot's name; gives the query's id."""
        with self.changed:
            query = str(next(self.update_ids))
            self.open_inline.add(query)
            self.deliver({"inline_query": {"id": query, "from": by, "query": text, "offset": ""}})
            return query

    def call_guest(self, text: str, chat: Json, *, by: Json = ASHA, **fields: Any) -> str:
        """A person mentions the bot in a chat that it is not in; gives the query's id."""
        with self.changed:
            query = str(next(self.update_ids))
            self.open_guests.add(query)
            content = {"text": text, "entities": found_entities(text), "guest_query_id": query}
            self.deliver({"guest_message": self.new_message(chat, {**content, **fields}, by)})
            return query

    def change_membership(self, chat: Json, old: str, new: str, *, by: Json = ASHA) -> None:
        """The bot's own status in a chat changes: `member`, `left` and so on."""
        with self.changed:
            self.chats.setdefault(chat["id"], chat)
            extra = {"kicked": {"until_date": 0}}
            members = [
                {"status": status, "user": self.me, **extra.get(status, {})}
                for status in (old, new)
            ]
            change = {"chat": chat, "from": by, "date": int(time.time())}
            change |= {"old_chat_member": members[0], "new_chat_member": members[1]}
            self.deliver({"my_chat_member": change})

    # What tests and methods need

    def deliver(self, content: Json) -> None:
        """Queue an update for the bot unless it did not ask for that kind."""
        kind = next(iter(content))
        if not self.allowed or kind in self.allowed:
            self.pending.append({"update_id": next(self.update_ids), **content})
        self.changed.notify_all()

    def new_message(self, chat: Json, content: Json, by: Json | None) -> Json:
        """Store a message in `chat` and give it."""
        self.chats.setdefault(chat["id"], chat)
        message: Json = {"message_id": next(self.message_ids), "date": int(time.time())}
        message |= {"chat": chat} if by is None else {"chat": chat, "from": by}
        message |= {key: value for key, value in content.items() if value not in (None, [])}
        self.messages[chat["id"], message["message_id"]] = message
        return message

    def wait_for(self, found: Callable[[World], T | None], seconds: float = 10.0) -> T:
        """The first true result of `found`, called again at each change.

        Errors: AssertionError after `seconds`.
        """
        deadline = time.monotonic() + seconds
        with self.changed:
            while not (result := found(self)):
                left = deadline - time.monotonic()
                calls = [call.method for call in self.calls[-20:]]
                assert left > 0, f"nothing after {seconds} s; last calls: {calls}"
                self.changed.wait(left)
            return result

    def replies_to(self, message: Json) -> list[Json]:
        """The bot's messages that reply to `message`."""
        key = (message["chat"]["id"], message["message_id"])
        return [
            sent
            for sent in self.sent
            if "reply_to_message" in sent
            and (sent["chat"]["id"], sent["reply_to_message"]["message_id"]) == key
        ]

    def reply_to(self, message: Json, seconds: float = 10.0) -> Json:
        """Wait for the bot's first reply to `message`."""
        return self.wait_for(lambda world: world.replies_to(message), seconds)[0]

    def calls_of(self, method: str) -> list[Call]:
        """The requests made so far for `method`."""
        with self.changed:
            return [call for call in self.calls if call.method == method]


def private(person: Json) -> Json:
    """The private chat of the bot with `person`: its id is the person's."""
    return {"id": person["id"], "type": "private", "first_name": person["first_name"]}
