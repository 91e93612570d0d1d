"""Pure: what, if anything, a Telegram message asks of the bot."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from telegram import Message, MessageEntity, User

from bot.telegram.naming import without_spoken_name
from retrieval.dialogue.talk import heard
from retrieval.question import FrameLanguage

QUESTION_LIMIT = 1500  # characters of a question that are read

Gap = Literal["how_to_ask", "not_text", "no_words"]

_ADDRESS = re.compile(r"(?:https?://|www\.|t\.me/)\S+", re.IGNORECASE)
_COMMAND = re.compile(r"/([A-Za-z0-9_]+)(?:@([A-Za-z0-9_]+))?(?:\s+(.*))?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Ask:
    """A question for the articles."""

    text: str


@dataclass(frozen=True, slots=True)
class Command:
    """Another of the bot's commands, in lower case and without its slash, and what follows it."""

    name: str
    argument: str


@dataclass(frozen=True, slots=True)
class Missing:
    """A message to the bot that holds no question."""

    gap: Gap


Request = Ask | Command | Missing


def request_of(message: Message, me: User) -> Request | None:
    """What `message` wants of the bot `me`; None where the bot should stay silent.

    In private chats everything is meant for the bot. Elsewhere it is /ask, a mention of the bot
    or its name at the beginning or end, a reply to it, or a command that carries its name; a
    command with another name never is.
    """
    if _from_a_machine(message, me):
        return None
    private = message.chat.type == "private"
    text = message.text or message.caption or ""
    command = _command(message, text)
    if command is not None:
        return _of_command(message, *command, me=me, private=private)
    mentioned, rest = _without_mentions(message, text, me)
    if private:
        return _of_text(rest) if text else _of_wordless(message)
    if not mentioned and (spoken := without_spoken_name(text, me)) is not None:
        mentioned, rest = True, spoken
    if mentioned and (later := _COMMAND.fullmatch(rest)):
        name, bot, argument = later.groups(default="")
        own = bot or me.username or ""
        return _of_command(message, name, own.lower(), argument, me=me, private=private)
    if mentioned:
        return _of_mention(message, rest)
    return Ask(_clipped(text)) if is_reply_to(message, me) and has_words(text) else None


def is_command(message: Message) -> bool:
    """Whether the message begins with a command."""
    return _command(message, message.text or message.caption or "") is not None


def sender_id(message: Message) -> int | None:
    """Who wrote the message: a person, or the group or channel they speak as."""
    sender = message.sender_chat or message.from_user
    return sender.id if sender is not None else None


def has_words(text: str) -> bool:
    """Whether letters or digits remain once web addresses are left out."""
    rest = _ADDRESS.sub(" ", text)
    return any(unicodedata.category(char)[0] in "LN" for char in rest)


def reader_language(text: str, language_code: str | None) -> FrameLanguage:
    """The language to speak to a reader where no answer has settled it.

    That of their words if they use a script of one, else of their Telegram; Hindi if unknown.
    """
    if any("\u0900" <= char <= "\u097f" for char in text):
        return "hi"
    code = (language_code or "hi").lower()
    return "hi" if code.split("-")[0] == "hi" else "en"


def _from_a_machine(message: Message, me: User) -> bool:
    """Other bots, this bot's own inline results, and copies of a channel's posts."""
    sender = message.from_user
    other_bot = sender is not None and sender.is_bot and message.sender_chat is None
    own_result = message.via_bot is not None and message.via_bot.id == me.id
    return other_bot or own_result or bool(message.is_automatic_forward)


def _command(message: Message, text: str) -> tuple[str, str, str] | None:
    """The command the text begins with: its name, the bot it is for, and the text after it."""
    for entity in message.entities or message.caption_entities:
        if entity.type == MessageEntity.BOT_COMMAND and entity.offset == 0:
            # Commands are ASCII, so UTF-16 units and code points are the same here.
            name, _, bot = text[1 : entity.length].partition("@")
            return name, bot.lower(), text[entity.length :].strip()
    return None


def _of_command(
    message: Message, name: str, bot: str, argument: str, *, me: User, private: bool
) -> Request | None:
    ours = bot == (me.username or "").lower()
    if bot and not ours:
        return None
    name = name.lower()
    if name == "ask":
        question = _without_own_name(argument, me) or _text_replied_to(message)
        return Ask(_clipped(question)) if has_words(question) else Missing("how_to_ask")
    return Command(name, argument) if private or ours else None


def _of_text(text: str) -> Request:
    if has_words(text) or heard(text).act is not None:  # a thumb or folded hands
        return Ask(_clipped(text))
    return Missing("no_words")


def _of_wordless(message: Message) -> Request | None:
    """A kind word for a photo or a voice note; none for service messages such as a pinned one."""
    return Missing("not_text") if message.effective_attachment is not None else None


def _of_mention(message: Message, rest: str) -> Request | None:
    if has_words(rest):
        return Ask(_clipped(rest))
    replied = _text_replied_to(message)
    if not rest.strip():
        return Ask(_clipped(replied)) if has_words(replied) else Missing("how_to_ask")
    return None


def _without_mentions(message: Message, text: str, me: User) -> tuple[bool, str]:
    """Whether the bot is mentioned, and the text without those mentions."""
    found = [
        entity
        for entity in message.entities or message.caption_entities
        if _names_me(entity, text, me)
    ]
    units = text.encode("utf-16-le")
    for entity in sorted(found, key=lambda entity: -entity.offset):
        units = units[: 2 * entity.offset] + units[2 * (entity.offset + entity.length) :]
    rest = units.decode("utf-16-le", "replace")
    return bool(found), _tidy(rest) if found else text


def _names_me(entity: MessageEntity, text: str, me: User) -> bool:
    if entity.type == MessageEntity.TEXT_MENTION:
        return entity.user is not None and entity.user.id == me.id
    if entity.type != MessageEntity.MENTION:
        return False
    units = text.encode("utf-16-le")[2 * entity.offset : 2 * (entity.offset + entity.length)]
    return units.decode("utf-16-le", "replace").lower() == f"@{me.username}".lower()


def _without_own_name(text: str, me: User) -> str:
    name = re.escape(f"@{me.username}")
    return _tidy(re.sub(rf"(?<!\w){name}(?!\w)", " ", text, flags=re.IGNORECASE | re.ASCII))


def _tidy(text: str) -> str:
    """Without the commas and colons that stood beside a name."""
    return re.sub(r"[ \t]{2,}", " ", text).strip().lstrip(",:;،- ").strip()


def is_reply_to(message: Message, me: User) -> bool:
    """Whether the message replies to one of the bot's."""
    replied = message.reply_to_message
    # In a topic every message "replies" to the one that opened the topic.
    if replied is None or replied.forum_topic_created is not None:
        return False
    return replied.from_user is not None and replied.from_user.id == me.id


def _text_replied_to(message: Message) -> str:
    """The part quoted of the message replied to, or else all of its text."""
    if message.quote is not None:
        return message.quote.text
    replied = message.reply_to_message
    return (replied.text or replied.caption or "") if replied is not None else ""


def _clipped(text: str) -> str:
    return text.strip()[:QUESTION_LIMIT]
