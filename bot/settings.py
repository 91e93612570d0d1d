"""Settings: the only reader of the environment and of `.env`."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    SecretStr,
    ValidationError,
    model_validator,
)
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict, SettingsError

BUNDLED_MODEL = "bundled"


class WrongSetting(Exception):
    """A setting cannot be used; the text is one line that names it and holds no value."""


def _web_address(value: str) -> str:
    try:
        parts = urlsplit(value)
        whole = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:  # a port that is no number, a broken IPv6 address
        whole = False
    if not whole or re.search(r"\s", value):
        raise ValueError("must be a whole address, like https://example.org/path")
    return value


def _listen_address(value: str) -> str:
    if value.startswith("unix:"):
        if not value.removeprefix("unix:").startswith("/"):
            raise ValueError("must be unix:/path with a whole path, or host:port")
        return value
    host, _, port = value.rpartition(":")
    if not host or not re.fullmatch(r"[0-9]{1,5}", port) or not 0 < int(port) < 65536:
        raise ValueError("must be host:port (port 1 to 65535), or unix:/path")
    return value


def _port_of_host(value: str) -> str:
    if value.startswith("unix:"):
        raise ValueError("must be host:port")
    try:
        return _listen_address(value)
    except ValueError:
        raise ValueError("must be host:port (port 1 to 65535)") from None


def _contact(value: str) -> str:
    # It becomes part of a header.
    if not re.fullmatch(r"[!-~]{3,200}", value):
        raise ValueError("must be an address, like https://example.org/about or me@example.org")
    return value


def _token(value: SecretStr) -> SecretStr:
    # The token becomes part of an address: anything else would call another one.
    if not re.fullmatch(r"[A-Za-z0-9:_-]+", value.get_secret_value()):
        raise ValueError("must be the token as @BotFather gave it: letters, digits, : _ and -")
    return value


def _webhook_secret(value: SecretStr) -> SecretStr:
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", value.get_secret_value()):
        raise ValueError("must be 1 to 256 of A-Z, a-z, 0-9, _ and -")
    return value


def _ids(value: object) -> object:
    if not isinstance(value, str):
        return value
    parts = [part.strip() for part in value.split(",") if part.strip()]
    if not all(re.fullmatch(r"[0-9]{1,18}", part) for part in parts):
        raise ValueError("must be Telegram user ids, like 1001,1002")
    return frozenset(map(int, parts))


def _upper(value: object) -> object:
    return value.upper() if isinstance(value, str) else value


def _lower(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


Folder = Annotated[Path, AfterValidator(Path.expanduser)]
WebAddress = Annotated[str, AfterValidator(_web_address)]
LogLevel = Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"]
LogFormat = Literal["text", "json"]


class Settings(BaseSettings):
    """Every setting, checked. A field's name in capitals is the setting's name."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_file_encoding="utf-8-sig",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    telegram_bot_token: Annotated[SecretStr, AfterValidator(_token)] | None = None
    telegram_api_base_url: WebAddress = "https://api.telegram.org/bot"
    telegram_webhook_url: WebAddress | None = None
    telegram_webhook_secret: Annotated[SecretStr, AfterValidator(_webhook_secret)] | None = None
    telegram_webhook_listen: Annotated[str, AfterValidator(_listen_address)] = "127.0.0.1:8443"
    telegram_reader_limit: int = Field(default=20, ge=0)
    telegram_group_limit: int = Field(default=40, ge=0)
    telegram_waiting_limit: int = Field(default=20, ge=1)
    telegram_memory: Annotated[Literal["chain", "reader", "chat"], BeforeValidator(_lower)] = (
        "chain"
    )
    telegram_memory_days: int = Field(default=30, ge=1)
    pramaan_data_dir: Folder = Path("data")
    pramaan_articles_dir: Folder = Path("articles")
    pramaan_admins: Annotated[frozenset[int], NoDecode, BeforeValidator(_ids)] | None = None
    pramaan_feed_minutes: int = Field(default=15, ge=1)
    pramaan_fetch_pause: float = Field(default=1.0, ge=0, le=60)
    pramaan_fetch_contact: Annotated[str, AfterValidator(_contact)] | None = None
    pramaan_fetch_loopback: Annotated[Literal["on", "off"], BeforeValidator(_lower)] = "off"
    embedding_model: str = Field(default=BUNDLED_MODEL, min_length=1)
    pramaan_reader: Annotated[Literal["on", "off"], BeforeValidator(_lower)] = "on"
    llm_base_url: WebAddress | None = None
    llm_model: str | None = Field(default=None, min_length=1)
    llm_api_key: SecretStr | None = None
    llm_first_seconds: int = Field(default=4, ge=1, le=600)
    llm_seconds: int = Field(default=12, ge=1, le=600)
    llm_at_once: int = Field(default=8, ge=1)
    llm_tokens_a_day: int = Field(default=0, ge=0)
    llm_chat_tokens_a_day: int = Field(default=0, ge=0)
    chroma_url: WebAddress | None = None
    metrics_listen: Annotated[str, AfterValidator(_port_of_host)] | None = None
    log_level: Annotated[LogLevel, BeforeValidator(_upper)] = "INFO"
    log_format: Annotated[LogFormat, BeforeValidator(_lower)] = "text"

    @model_validator(mode="before")
    @classmethod
    def _blank_means_unset(cls, values: dict[str, Any]) -> dict[str, Any]:
        stripped = {
            name: value.strip() if isinstance(value, str) else value
            for name, value in values.items()
        }
        return {name: value for name, value in stripped.items() if value != ""}

    def secrets(self) -> tuple[str, ...]:
        """The values that no log line may hold."""
        held = (self.telegram_bot_token, self.telegram_webhook_secret, self.llm_api_key)
        return tuple(secret.get_secret_value() for secret in held if secret is not None)

    def model_is_local(self) -> bool:
        """Whether the embedding model is on this machine, so that no model hub is needed."""
        return self.embedding_model == BUNDLED_MODEL or Path(self.embedding_model).is_dir()


def read_settings() -> Settings:
    """The settings of this process, from the environment and `.env` in the working folder.

    Raises WrongSetting: one line, naming each setting that cannot be used.
    """
    try:
        return Settings()
    except ValidationError as error:
        raise WrongSetting(_in_one_line(error)) from None
    except (OSError, UnicodeDecodeError, SettingsError) as error:
        raise WrongSetting(f".env cannot be read: {type(error).__name__}") from None


def _in_one_line(error: ValidationError) -> str:
    said = []
    for problem in error.errors(include_url=False, include_context=False, include_input=False):
        name = str(problem["loc"][0]).upper() if problem["loc"] else "settings"
        reason = problem["msg"].removeprefix("Value error, ").replace("Input should be", "must be")
        said.append(f"{name}: {reason}")
    return "; ".join(said)


def quiet_environment(settings: Settings) -> None:
    """Tell libraries, before they are imported, to keep to themselves: no telemetry, no hub."""
    os.environ.update(
        {
            "ANONYMIZED_TELEMETRY": "False",
            "DO_NOT_TRACK": "1",
            "HF_HUB_DISABLE_TELEMETRY": "1",
            "HF_HUB_DISABLE_PROGRESS_BARS": "1",
            "HF_HUB_VERBOSITY": "error",
            "LANGCHAIN_TRACING_V2": "false",
            "LANGSMITH_TRACING": "false",
            # NumPy's products are small here: its threads would only wait for each other, and
            # with many questions at once for ever longer.
            "OPENBLAS_NUM_THREADS": "1",
            "OTEL_SDK_DISABLED": "true",
            "TOKENIZERS_PARALLELISM": "false",
            "TRANSFORMERS_VERBOSITY": "error",
        }
    )
    if settings.model_is_local():
        os.environ.update({"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1"})
