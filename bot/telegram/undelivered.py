"""Messages whose answer is still on its way to the reader, and what they were edited to since."""

from __future__ import annotations

from telegram import Message

from bot.telegram.addressed import Request

Key = tuple[int, int]  # a message: its chat and number


class Undelivered:
    """Remembers in this run which messages are being answered, and their newest words.

    After a restart nothing need be remembered: a message and its edits are then answered again,
    in their order.
    """

    def __init__(self) -> None:
        self._open: dict[Key, int] = {}
        self._newest: dict[Key, tuple[int, Request]] = {}

    def begun(self, message: Message, update_id: int) -> None:
        """The message is being answered, as that update brought it."""
        self._open[_key(message)] = update_id

    def waits(self, message: Message, update_id: int) -> bool:
        """Whether the answer to the message, as another update brought it, is not delivered yet."""
        return self._open.get(_key(message), update_id) != update_id

    def edited(self, message: Message, update_id: int, request: Request) -> None:
        """This is what the message asks since that update."""
        known, _ = self._newest.get(_key(message), (0, None))
        if update_id > known:
            self._newest[_key(message)] = update_id, request

    def newest(self, message: Message, update_id: int, request: Request | None) -> Request | None:
        """What the message asks now: `request`, unless it was edited after that update."""
        known, edited = self._newest.get(_key(message), (0, None))
        return edited if known > update_id else request

    def settled(self, message: Message, update_id: int) -> None:
        """The update that brought the message or its edit is answered, or given up."""
        key = _key(message)
        if self._open.get(key) == update_id:
            del self._open[key]
        if key in self._newest and self._newest[key][0] == update_id:
            del self._newest[key]


def _key(message: Message) -> Key:
    return message.chat_id, message.message_id
