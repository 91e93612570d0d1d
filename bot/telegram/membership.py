"""Being added to a chat, removed from it, and moving with it to another number."""

from __future__ import annotations

from telegram import ChatMemberUpdated
from telegram.constants import ChatMemberStatus, ChatType

from bot.memory.journal import Delivery
from bot.messages import HELLO_GROUP, say
from bot.telegram.addressed import reader_language
from bot.telegram.desk import Desk
from bot.telegram.render import notice
from bot.telegram.sending import PacedBot, Place, send_to

_OUTSIDE = (ChatMemberStatus.LEFT, ChatMemberStatus.BANNED)


async def on_membership(
    change: ChatMemberUpdated, delivery: Delivery, desk: Desk, bot: PacedBot
) -> None:
    """One short hello where the bot is added to a group; where it is removed, forget the chat."""
    was_outside = change.old_chat_member.status in _OUTSIDE
    is_outside = change.new_chat_member.status in _OUTSIDE
    chat = change.chat
    if is_outside:
        forget(chat.id, desk)
    elif was_outside and chat.type in (ChatType.GROUP, ChatType.SUPERGROUP):
        language = reader_language("", change.from_user.language_code)
        hello = notice(say(HELLO_GROUP, language, name=bot.name))
        await send_to(bot, Place(chat.id, None, None), [hello], delivery)


def forget(chat_id: int, desk: Desk) -> None:
    """Erase what is kept of a chat."""
    desk.exchanges.forget_chat(chat_id)
    desk.chats.forget(chat_id)


def moved(old_chat: int, new_chat: int, desk: Desk) -> None:
    """A group became a supergroup: its choices go with it.

    Its old messages are out of reach, so what was asked there is forgotten.
    """
    desk.exchanges.forget_chat(old_chat)
    desk.chats.moved(old_chat, new_chat)
