"""Composition root: from settings to a corpus, an answerer and Telegram's configuration."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from bot.settings import Settings, WrongSetting
from bot.streams import tell
from retrieval.answer import Answerer

if TYPE_CHECKING:
    from bot.telegram.config import TelegramConfig
    from retrieval.llm.client import ChatModel
    from retrieval.reader.reader import Reader
    from store.corpus import Corpus


@contextmanager
def opened_corpus(settings: Settings, hear: Callable[[str], None]) -> Iterator[Corpus]:
    """The corpus in the data folder, owned by this process until the block ends.

    `hear` gets one-line news, such as that the model is being prepared. Raises InUse and the
    other StoreErrors.
    """
    from store.corpus import open_corpus

    with open_corpus(
        settings.pramaan_data_dir,
        embedding_model=settings.embedding_model,
        progress=hear,
        chroma_url=settings.chroma_url,
    ) as corpus:
        yield corpus


WhenToRead = Literal["first", "beside", "never"]
"""Whether the reading model, which takes seconds to load, is waited for, or loaded beside the first
questions, or not worth it.
"""


def answerer_over(
    corpus: Corpus,
    settings: Settings | None = None,
    *,
    llm: bool = True,
    reading: WhenToRead = "beside",
    reader: Reader | None = None,
) -> Answerer:
    """What answers questions from the corpus, with everything loaded that the first one needs.

    With a language model, if `settings` name one and `llm` is true; with `reader`, or the reading
    model as `reading` says, unless they switch it off. Raises ModelUnavailable, IndexUnusable and
    WrongSetting here rather than at a reader's question.
    """
    from retrieval.dialogue.listening import ListeningAnswerer
    from retrieval.extractive import ExtractiveAnswerer
    from retrieval.understand import Understanding

    corpus.nearest(corpus.embedder.encode_query("नमस्ते").vector, 1)
    understanding = Understanding(corpus)
    understanding.understand("नमस्ते")
    if reader is None and settings is not None:
        reader = reading_model(settings, reading)
    plain = ExtractiveAnswerer(corpus, reader, understanding=understanding)

    def holds_any() -> bool:
        return corpus.lexical.count > 0

    model = language_model(settings) if llm and settings is not None else None
    if model is None or settings is None:
        return ListeningAnswerer(plain, holds_any)
    from retrieval.llm.asking import Asking
    from retrieval.llm.budget import Allowance, Budget
    from retrieval.llm.writing import WritingAnswerer

    budget = Budget(
        first=settings.llm_first_seconds,
        whole=settings.llm_seconds,
        at_once=settings.llm_at_once,
        tokens_a_day=settings.llm_tokens_a_day,
        chat_tokens_a_day=settings.llm_chat_tokens_a_day,
    )
    writing = WritingAnswerer(plain, Asking(model, Allowance(budget)), budget)
    return ListeningAnswerer(writing, holds_any)


def reading_model(settings: Settings, reading: WhenToRead) -> Reader | None:
    """The reading model or None; one that cannot be loaded is told of on standard error."""
    if settings.pramaan_reader == "off" or reading == "never":
        return None
    from retrieval.reader.later import LaterReader
    from retrieval.reader.reader import trained_reader

    later = LaterReader(lambda: trained_reader(settings.pramaan_data_dir / "models", tell), tell)
    if reading == "first":
        later.settle()
    return later


def language_model(settings: Settings) -> ChatModel | None:
    """The language model that is set, or None. Raises WrongSetting where its name is missing."""
    if settings.llm_base_url is None:
        return None
    if settings.llm_model is None:
        raise WrongSetting("LLM_MODEL is not set: LLM_BASE_URL needs the name of a model there")
    from retrieval.llm.client import ChatModel

    key = settings.llm_api_key
    return ChatModel(
        settings.llm_base_url,
        settings.llm_model,
        key.get_secret_value() if key is not None else None,
        timeout=settings.llm_seconds,
    )


def telegram_config(settings: Settings) -> TelegramConfig | None:
    """What the Telegram bot needs to know, or None where no token is set."""
    if settings.telegram_bot_token is None:
        return None
    from bot.memory.record import FILE_NAME
    from bot.telegram.config import TelegramConfig
    from bot.transport.limits import Limits

    secret = settings.telegram_webhook_secret
    return TelegramConfig(
        token=settings.telegram_bot_token.get_secret_value(),
        api_base_url=settings.telegram_api_base_url,
        webhook_url=settings.telegram_webhook_url,
        webhook_secret=secret.get_secret_value() if secret is not None else None,
        webhook_listen=settings.telegram_webhook_listen,
        record_file=settings.pramaan_data_dir / FILE_NAME,
        limits=Limits(
            waiting=settings.telegram_waiting_limit,
            reader=settings.telegram_reader_limit,
            group=settings.telegram_group_limit,
        ),
        memory=settings.telegram_memory,
        memory_days=settings.telegram_memory_days,
        admins=settings.pramaan_admins or frozenset(),
        writing=settings.llm_at_once,
        writer=urlsplit(settings.llm_base_url).hostname if settings.llm_base_url else None,
    )
