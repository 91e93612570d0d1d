"""What was asked and answered: for buttons, follow-up questions and edits, forgotten in time."""

from __future__ import annotations

from dataclasses import dataclass

from bot.memory.record import Record
from bot.telegram.shown import packed, unpacked
from retrieval.answer import Answer

DAY = 24 * 3600.0
MOST_KEPT = 50_000  # exchanges of all chats together
ELSEWHERE = 0  # the chat of what was asked where the bot is a guest
_NO_END = 2**62

_COLUMNS = (
    "id, chat_id, reader_id, question_id, answer_id, inline_id, question, understood, answer,"
    " edits, asked_at"
)


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question with its answer, and the messages they stand in (None: not known).

    `understood` is the question with what it leaned on. `edits` counts how often the answer
    followed an edit of its question. `asked_at` is Unix time.
    """

    id: int
    chat_id: int
    reader_id: int | None
    question_id: int | None
    answer_id: int | None
    inline_id: str | None
    question: str
    understood: str
    answer: Answer
    edits: int
    asked_at: float


class Exchanges:
    """The exchanges of one bot, kept for `days` days."""

    def __init__(self, record: Record, bot_id: int, days: int) -> None:
        self._record = record
        self._bot_id = bot_id
        self._seconds = days * DAY

    def add(
        self,
        chat_id: int,
        reader_id: int | None,
        question_id: int | None,
        *,
        question: str,
        understood: str,
        answer: Answer,
    ) -> int:
        """Keep an exchange whose answer is still to be sent, one a question; gives its id.

        A question asked where the bot is not has the chat ELSEWHERE and no number.
        """
        now = self._record.now()
        kept = (question, understood, packed(answer))
        with self._record.change() as db:
            (number,) = db.execute(
                "INSERT INTO exchanges (bot_id, chat_id, reader_id, question_id, asked_at,"
                " question, understood, answer) VALUES (?,?,?,?,?,?,?,?)"
                " ON CONFLICT (bot_id, chat_id, question_id) DO UPDATE SET question = ?,"
                " understood = ?, answer = ? RETURNING id",
                (self._bot_id, chat_id, reader_id, question_id, now, *kept, *kept),
            ).fetchone()
        return int(number)

    def sent(self, exchange_id: int, chat_id: int, answer_id: int) -> None:
        """The answer now stands in message `answer_id` of the chat."""
        self._stands(exchange_id, chat_id, answer_id)

    def sent_elsewhere(self, exchange_id: int, inline_id: str) -> None:
        """The answer now stands in an inline message, in a chat that the bot is not in."""
        self._stands(exchange_id, ELSEWHERE, inline_id)

    def _stands(self, exchange_id: int, chat_id: int, message: int | str) -> None:
        column = "inline_id" if isinstance(message, str) else "answer_id"
        with self._record.change() as db:
            db.execute(
                f"UPDATE exchanges SET chat_id = ?, {column} = ? WHERE id = ?",
                (chat_id, message, exchange_id),
            )

    def stands(self, exchange_id: int) -> tuple[int, int] | None:
        """The chat and message in which the answer stands; None before it is sent."""
        rows = self._record.rows(
            "SELECT chat_id, answer_id FROM exchanges WHERE id = ? AND answer_id IS NOT NULL",
            (exchange_id,),
        )
        return rows[0] if rows else None

    def completed(self, exchange_id: int, answer: Answer) -> None:
        """The answer now holds more than when it was added."""
        with self._record.change() as db:
            db.execute(
                "UPDATE exchanges SET answer = ? WHERE id = ?", (packed(answer), exchange_id)
            )

    def revise(self, exchange_id: int, question: str, understood: str, answer: Answer) -> None:
        """The question was edited and answered anew."""
        with self._record.change() as db:
            db.execute(
                "UPDATE exchanges SET question = ?, understood = ?, answer = ?, edits = edits + 1"
                " WHERE id = ?",
                (question, understood, packed(answer), exchange_id),
            )

    def of_button(self, exchange_id: int, place: tuple[int, int] | str) -> Exchange | None:
        """The exchange of a button under a message; None where it is forgotten.

        `place` is the message's chat and number, or the id of an inline one. A button never leads
        to another message's exchange.
        """
        guest = isinstance(place, str)
        chat_id, message = (ELSEWHERE, place) if isinstance(place, str) else place
        found = self._one("id = ? AND chat_id = ?", exchange_id, chat_id)
        if found is None:
            return None
        known = found.inline_id if guest else found.answer_id
        if known is None:
            # The program ended before Telegram could say what number the message has.
            self._stands(exchange_id, chat_id, message)
        return found if known in (None, message) else None

    def of_answer(self, chat_id: int, message_id: int) -> Exchange | None:
        """The exchange whose answer is that message."""
        return self._one("chat_id = ? AND answer_id = ?", chat_id, message_id)

    def of_question(self, chat_id: int, message_id: int) -> Exchange | None:
        """The exchange whose question is that message."""
        return self._one("chat_id = ? AND question_id = ?", chat_id, message_id)

    def latest(
        self, chat_id: int, reader_id: int | None, seconds: float, *, before: int | None = None
    ) -> Exchange | None:
        """The chat's last exchange in so many seconds, of one reader or (None) of anybody.

        With `before`, the last one before that exchange.
        """
        return self._one(
            "chat_id = ? AND (? IS NULL OR reader_id = ?) AND asked_at >= ? AND id < ?",
            chat_id,
            reader_id,
            reader_id,
            self._record.now() - seconds,
            before if before is not None else _NO_END,
        )

    def count(self) -> int:
        """How many are kept."""
        rows = self._record.rows("SELECT count(*) FROM exchanges WHERE bot_id = ?", (self._bot_id,))
        return int(rows[0][0])

    def forget_reader(self, reader_id: int) -> None:
        """Erase what a reader asked, in every chat, what came of it, and their marks."""
        with self._record.change() as db:
            db.execute("DELETE FROM feedback WHERE reader_id = ?", (reader_id,))
        self._erase_whole("reader_id = ?", reader_id)

    def forget_chat(self, chat_id: int) -> None:
        """Erase what was asked in a chat, and what came of it."""
        self._erase_whole("chat_id = ?", chat_id)

    def forget_old(self) -> None:
        """Erase what is old or too much, and who asked or marked anything that long ago."""
        before = self._record.now() - self._seconds
        self._erase("asked_at < ?", before)
        self._erase("id <= (SELECT id FROM exchanges ORDER BY id DESC LIMIT 1 OFFSET ?)", MOST_KEPT)
        with self._record.change() as db:
            db.execute("UPDATE feedback SET reader_id = NULL WHERE at < ?", (before,))
            db.execute("UPDATE unanswered SET exchange_id = NULL WHERE at < ?", (before,))

    def _erase_whole(self, which: str, value: object) -> None:
        """Erase exchanges with the marks on them, so that the file does not hold them either."""
        asked = f"SELECT id FROM exchanges WHERE bot_id = ? AND {which}"
        with self._record.change() as db:
            for table in ("feedback", "unanswered"):
                db.execute(
                    f"DELETE FROM {table} WHERE exchange_id IN ({asked})", (self._bot_id, value)
                )
        self._erase(which, value)
        self._record.checkpoint()

    def _erase(self, which: str, value: object) -> None:
        with self._record.change() as db:
            db.execute(f"DELETE FROM exchanges WHERE bot_id = ? AND {which}", (self._bot_id, value))

    def _one(self, which: str, *values: object) -> Exchange | None:
        rows = self._record.rows(
            f"SELECT {_COLUMNS} FROM exchanges WHERE bot_id = ? AND asked_at >= ? AND {which}"
            " ORDER BY id DESC LIMIT 1",
            (self._bot_id, self._record.now() - self._seconds, *values),
        )
        if not rows:
            return None
        number, chat, reader, asked, answered, inline, question, understood, answer, *rest = rows[0]
        places = (chat, reader, asked, answered, inline)
        return Exchange(number, *places, question, understood, unpacked(answer), *rest)
