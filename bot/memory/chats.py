"""What a chat has chosen, kept until it is forgotten or the bot is removed."""

from __future__ import annotations

from bot.memory.record import Record
from retrieval.question import FrameLanguage


class Chats:
    """The choices of one bot's chats."""

    def __init__(self, record: Record, bot_id: int) -> None:
        self._record = record
        self._bot_id = bot_id

    def frame(self, chat_id: int) -> FrameLanguage | None:
        """The language the chat wants around quotes; None for that of each question."""
        rows = self._record.rows(
            "SELECT frame FROM chats WHERE bot_id = ? AND chat_id = ?", (self._bot_id, chat_id)
        )
        return rows[0][0] if rows else None

    def choose_frame(self, chat_id: int, frame: FrameLanguage | None) -> None:
        """Keep the chat's choice."""
        with self._record.change() as db:
            db.execute(
                "INSERT OR REPLACE INTO chats (bot_id, chat_id, frame) VALUES (?,?,?)",
                (self._bot_id, chat_id, frame),
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
