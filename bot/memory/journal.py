"""The journal of updates: each is written down before Telegram may forget it.

An update is removed once it is answered; its number stays for a while, so that it is not answered
again should Telegram deliver it twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.memory.record import Record

TELEGRAM_KEEPS = 24 * 3600.0  # seconds, as Bot API's "Getting updates" says; older ones are stale
NUMBERS_KEPT = 7 * 24 * 3600.0  # after a week without updates Telegram starts from another number
MOST_BEGINNINGS = 4  # an update begun so often without an end must be what ends the process
PATIENCE = 3600.0  # seconds for which an answer that cannot be delivered is tried again
UNSURE_TRIES = 2  # of sending a message that Telegram may have taken although its answer was lost
TELLING_TRIES = 4  # of telling a reader that a message may not have arrived


@dataclass(frozen=True, slots=True)
class Waiting:
    """An update that was received and not answered: its number and its JSON."""

    update_id: int
    content: str


class Journal:
    """The updates of one bot, by number."""

    def __init__(self, record: Record, bot_id: int) -> None:
        self._record = record
        self._bot_id = bot_id

    def accept(self, updates: Sequence[tuple[int, str]]) -> set[int]:
        """Write updates down, as number and JSON; gives the numbers that are new.

        When this returns, the updates outlive the process and a power cut.
        """
        fresh: set[int] = set()
        now = self._record.now()
        with self._record.change(durable=True) as db:
            for number, content in updates:
                added = db.execute(
                    "INSERT OR IGNORE INTO updates (bot_id, update_id, received_at, content)"
                    " VALUES (?,?,?,?)",
                    (self._bot_id, number, now, content),
                )
                if added.rowcount:
                    fresh.add(number)
            db.execute("DELETE FROM updates WHERE received_at < ?", (now - NUMBERS_KEPT,))
        return fresh

    def waiting(self) -> list[Waiting]:
        """What was received and never answered, oldest first.

        Left out, and removed, is what is older than Telegram itself would keep.
        """
        self.forget_old()
        with self._record.change() as db:
            found = db.execute(
                "SELECT update_id, content FROM updates WHERE bot_id = ? AND content IS NOT NULL"
                " ORDER BY received_at, update_id",
                (self._bot_id,),
            ).fetchall()
        return [Waiting(*row) for row in found]

    def forget_old(self) -> None:
        """Forget what updates said that are older than Telegram itself would keep."""
        with self._record.change() as db:
            db.execute(
                "UPDATE updates SET content = NULL WHERE bot_id = ? AND received_at < ?",
                (self._bot_id, self._record.now() - TELEGRAM_KEEPS),
            )

    def begin(self, update_id: int) -> bool:
        """Note that the update is being answered; False where that never came to an end."""
        with self._record.change() as db:
            db.execute(
                "UPDATE updates SET begun = begun + 1 WHERE bot_id = ? AND update_id = ?",
                (self._bot_id, update_id),
            )
        begun, _, _ = self._progress(update_id)
        return begun <= MOST_BEGINNINGS

    def done(self, update_id: int) -> None:
        """The update is answered: forget what it says."""
        with self._record.change() as db:
            db.execute(
                "UPDATE updates SET content = NULL WHERE bot_id = ? AND update_id = ?",
                (self._bot_id, update_id),
            )

    def postpone(self, update_id: int) -> bool:
        """The update could not be answered now; whether it is young enough to be tried again."""
        with self._record.change() as db:
            db.execute(
                "UPDATE updates SET begun = begun - 1 WHERE bot_id = ? AND update_id = ?",
                (self._bot_id, update_id),
            )
            young = db.execute(
                "SELECT 1 FROM updates WHERE bot_id = ? AND update_id = ? AND received_at > ?",
                (self._bot_id, update_id, self._record.now() - PATIENCE),
            ).fetchone()
        return young is not None

    def delivery(self, update_id: int) -> Delivery:
        """How far the messages that answer the update have come."""
        return Delivery(self, update_id)

    def _progress(self, update_id: int) -> tuple[int, int, int]:
        rows: list[tuple[int, int, int]] = self._record.rows(
            "SELECT begun, parts, unsure FROM updates WHERE bot_id = ? AND update_id = ?",
            (self._bot_id, update_id),
        )
        return rows[0] if rows else (0, 0, 0)

    def _note(self, update_id: int, parts: int, unsure: int) -> None:
        with self._record.change() as db:
            db.execute(
                "UPDATE updates SET parts = ?, unsure = ? WHERE bot_id = ? AND update_id = ?",
                (parts, unsure, self._bot_id, update_id),
            )


class Delivery:
    """The messages that answer one update, in order: which are sent, and what the next has met.

    Kept in the journal, so that after a restart nothing that Telegram took is sent anew.
    """

    def __init__(self, journal: Journal, update_id: int) -> None:
        self._journal = journal
        self._update_id = update_id
        _, self.sent, self._unsure = journal._progress(update_id)

    def may_try(self) -> bool:
        """Whether the next message may be sent (again)."""
        return self._unsure < UNSURE_TRIES

    def trying(self) -> None:
        """The next message leaves now; until more is known Telegram may have taken it."""
        self._unsure += 1
        self._note()

    def not_taken(self) -> None:
        """Telegram has surely not taken it."""
        self._unsure -= 1
        self._note()

    def taken(self) -> None:
        """Telegram has it, or it is given up: the next message's turn."""
        self.sent, self._unsure = self.sent + 1, 0
        self._note()

    def telling(self) -> Telling:
        """For the line that is sent in place of a message that may not be tried again."""
        return Telling(self)

    def _note(self) -> None:
        self._journal._note(self._update_id, self.sent, self._unsure)


class Telling:
    """How often the line about a message in doubt was tried; twice read, it does no harm."""

    def __init__(self, delivery: Delivery) -> None:
        self._delivery = delivery

    def may_try(self) -> bool:
        """Whether it may be sent (again)."""
        return self._delivery._unsure < UNSURE_TRIES + TELLING_TRIES

    def trying(self) -> None:
        """It leaves now."""
        self._delivery.trying()

    def not_taken(self) -> None:
        """Telegram has surely not taken it."""
        self._delivery.not_taken()
