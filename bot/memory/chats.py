"""What a chat has chosen, kept until it is forgotten or the bot is removed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from bot.memory.record import Record
from retrieval.question import FrameLanguage

Memory = Literal["chain", "reader", "chat"]
"""Which earlier question a short one in a group may lean on: only that of the answer replied to,
or also the reader's, or the chat's last."""

MEMORIES: tuple[Memory, ...] = get_args(Memory)


@dataclass(frozen=True, slots=True)
class Choices:
    """What a chat wants: None where it has not chosen.

    `frame` is the language around quotes; with `commands_only` mentions and replies are left alone.
    """

    frame: FrameLanguage | None = None
    commands_only: bool = False
    memory: Memory | None = None


class Chats:
    """The choices of one bot's chats."""

    def __init__(self, record: Record, bot_id: int) -> None:
        self._record = record
        self._bot_id = bot_id

    def choices(self, chat_id: int) -> Choices:
        """What the chat has chosen."""
        rows = self._record.rows(
            "SELECT frame, commands_only, memory FROM chats WHERE bot_id = ? AND chat_id = ?",
            (self._bot_id, chat_id),
        )
        return Choices(rows[0][0], bool(rows[0][1]), rows[0][2]) if rows else Choices()

    def frame(self, chat_id: int) -> FrameLanguage | None:
        """The language the chat wants around quotes; None for that of each question."""
        return self.choices(chat_id).frame

    def choose(self, chat_id: int, choices: Choices) -> None:
        """Keep the chat's choices."""
        with self._record.change() as db:
            db.execute(
                "INSERT OR REPLACE INTO chats (bot_id, chat_id, frame, commands_only, memory)"
                " VALUES (?,?,?,?,?)",
                (
                    self._bot_id,
                    chat_id,
                    choices.frame,
                    int(choices.commands_only),
                    choices.memory,
                ),
            )

    def forget(self, chat_id: int) -> None:
        """Erase the chat's choices."""
        with self._record.change() as db:
            db.execute(
                "DELETE FROM chats WHERE bot_id = ? AND chat_id = ?", (self._bot_id, chat_id)
            )

    def moved(self, old_chat: int, new_chat: int) -> None:
        """A group became a supergroup, which has another number."""
        with self._record.change() as db:
            db.execute(
                "UPDATE OR REPLACE chats SET chat_id = ? WHERE bot_id = ? AND chat_id = ?",
                (new_chat, self._bot_id, old_chat),
            )
