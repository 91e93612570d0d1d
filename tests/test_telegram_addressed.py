"""What a message asks of the bot, whatever it holds."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from telegram import Message, User

from bot.telegram.addressed import QUESTION_LIMIT, Ask, has_words, reader_language, request_of
from tests.botapi.formatting import found_entities
from tests.botapi.world import ASHA, BOT, GROUP, private

ME = User.de_json(BOT, None)
NAME = f"@{BOT['username']}"


def message(text: str, chat: dict[str, Any], **fields: Any) -> Message:
    """A message by Asha."""
    content = {"text": text, "entities": found_entities(text), **fields}
    return Message.de_json(
        {"message_id": 1, "date": 0, "chat": chat, "from": ASHA, **content}, None
    )


texts = st.text(st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("@/🏟क ")))


@given(before=texts, after=texts)
def test_a_mention_is_cut_out_exactly(before: str, after: str) -> None:
    """Whatever stands around a mention is asked, and the bot's name is not part of it."""
    request = request_of(message(f"{before} {NAME} {after}", GROUP), ME)
    if isinstance(request, Ask):
        assert NAME not in request.text or NAME in before + after
        assert has_words(request.text)


@given(text=texts)
def test_a_group_is_never_disturbed_by_chance(text: str) -> None:
    """No text without /ask, the bot's name or a reply to it is taken for a question."""
    named = BOT["username"].lower() in text.lower() or BOT["first_name"] in text
    if not text.lower().lstrip().startswith("/ask") and not named:
        assert request_of(message(text, GROUP), ME) is None


@given(text=texts)
def test_a_private_text_always_gets_something(text: str) -> None:
    """Every private text that names no other bot's command has an answer or a kind word."""
    if text and not text.startswith("/"):
        assert request_of(message(text, private(ASHA)), ME) is not None


def test_a_very_long_question_is_read_in_part() -> None:
    """Only the beginning of a very long question is read."""
    request = request_of(message("क " * 2000, private(ASHA)), ME)
    assert isinstance(request, Ask)
    assert len(request.text) == QUESTION_LIMIT


def test_a_quoted_part_is_what_is_asked() -> None:
    """/ask as a reply that quotes a part of a message asks just that part."""
    replied = {"message_id": 5, "date": 0, "chat": GROUP, "from": ASHA, "text": "पहला। दूसरा?"}
    asking = message(
        "/ask", GROUP, reply_to_message=replied, quote={"text": "दूसरा?", "position": 6}
    )
    assert request_of(asking, ME) == Ask("दूसरा?")


def test_the_readers_language_is_guessed_from_words_first() -> None:
    """Devanagari means Hindi whatever the phone speaks; then the phone decides; then Hindi."""
    assert reader_language("पुल?", "en") == "hi"
    assert reader_language("bridge?", "en-GB") == "en"
    assert reader_language("", "hi-IN") == "hi"
    assert reader_language("", None) == "hi"
