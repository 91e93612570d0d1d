"""Settings: where they come from, what is refused, and how that is said."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.settings import Settings, WrongSetting, quiet_environment, read_settings

EXAMPLE = Path(__file__).parent.parent / ".env.example"
NAMES = {name.upper() for name in Settings.model_fields}
TOKEN = "123456:" + "abcDEF_-" * 5


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting from outside, and an empty working folder."""
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def test_defaults() -> None:
    """Nothing needs to be set, and the defaults are the documented ones."""
    assert read_settings().model_dump() == {
        "telegram_bot_token": None,
        "telegram_api_base_url": "https://api.telegram.org/bot",
        "telegram_webhook_url": None,
        "telegram_webhook_secret": None,
        "telegram_webhook_listen": "127.0.0.1:8443",
        "telegram_reader_limit": 20,
        "telegram_group_limit": 40,
        "telegram_waiting_limit": 20,
        "telegram_memory": "chain",
        "telegram_memory_days": 30,
        "pramaan_data_dir": Path("data"),
        "pramaan_articles_dir": Path("articles"),
        "pramaan_admins": None,
        "pramaan_feed_minutes": 15,
        "pramaan_fetch_pause": 1.0,
        "pramaan_fetch_contact": None,
        "pramaan_fetch_loopback": "off",
        "embedding_model": "bundled",
        "pramaan_reader": "on",
        "llm_base_url": None,
        "llm_model": None,
        "llm_api_key": None,
        "llm_first_seconds": 4,
        "llm_seconds": 12,
        "llm_at_once": 8,
        "llm_tokens_a_day": 0,
        "llm_chat_tokens_a_day": 0,
        "chroma_url": None,
        "metrics_listen": None,
        "log_level": "INFO",
        "log_format": "text",
    }


def test_environment_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment wins over `.env`, and `.env` over the default."""
    Path(".env").write_text("PRAMAAN_DATA_DIR=from-file\nEMBEDDING_MODEL=from-file\n")
    monkeypatch.setenv("PRAMAAN_DATA_DIR", "from-environment")
    settings = read_settings()
    assert settings.pramaan_data_dir == Path("from-environment")
    assert settings.embedding_model == "from-file"


@pytest.mark.parametrize("blank", ["", "  "])
def test_blank_means_unset(monkeypatch: pytest.MonkeyPatch, blank: str) -> None:
    """A blank value, in the environment or in `.env`, is as good as none."""
    Path(".env").write_text("LOG_LEVEL=\nTELEGRAM_BOT_TOKEN=\n")
    for name in NAMES:
        monkeypatch.setenv(name, blank)
    assert read_settings() == Settings.model_construct()


def test_unknown_settings_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Variables of other programs, or of later versions, do no harm."""
    Path(".env").write_text("SOMETHING_ELSE=1\nLLM_MODEL=\n")
    monkeypatch.setenv("CHROMA_URL", "")
    monkeypatch.setenv("PRAMAAN_SOMETHING_NEW", "x")
    assert read_settings() == Settings.model_construct()


def test_file_of_a_windows_editor() -> None:
    """A byte order mark and CRLF in `.env` do not become part of names and values."""
    Path(".env").write_bytes("LOG_LEVEL=debug\r\nLOG_FORMAT=JSON\r\n".encode("utf-8-sig"))
    settings = read_settings()
    assert (settings.log_level, settings.log_format) == ("DEBUG", "json")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LOG_LEVEL", "loud"),
        ("LOG_FORMAT", "xml"),
        ("TELEGRAM_BOT_TOKEN", "12 34"),
        ("TELEGRAM_BOT_TOKEN", "123456:abc/../getMe"),
        ("TELEGRAM_API_BASE_URL", "api.telegram.org"),
        ("TELEGRAM_API_BASE_URL", "ftp://example.org/bot"),
        ("TELEGRAM_WEBHOOK_URL", "https://example.org:port/"),
        ("TELEGRAM_WEBHOOK_SECRET", "geheim!"),
        ("TELEGRAM_WEBHOOK_SECRET", "a" * 257),
        ("PRAMAAN_ADMINS", "1001,asha"),
        ("TELEGRAM_READER_LIMIT", "-1000"),
        ("TELEGRAM_WAITING_LIMIT", "many"),
        ("TELEGRAM_WEBHOOK_LISTEN", "8443"),
        ("TELEGRAM_WEBHOOK_LISTEN", "localhost:70000"),
        ("TELEGRAM_WEBHOOK_LISTEN", "unix:relative"),
    ],
)
def test_wrong_value_is_one_line(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    """A wrong value is refused in one line that names the setting and keeps the value to itself."""
    monkeypatch.setenv(name, value)
    with pytest.raises(WrongSetting) as refused:
        read_settings()
    assert str(refused.value).startswith(f"{name}: must be ")
    assert "\n" not in str(refused.value)
    assert value not in str(refused.value)


def test_all_wrong_values_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever mends one setting learns of the others at once."""
    monkeypatch.setenv("LOG_LEVEL", "loud")
    monkeypatch.setenv("LOG_FORMAT", "xml")
    with pytest.raises(WrongSetting, match=r"^LOG_LEVEL: .*; LOG_FORMAT: [^\n]*$"):
        read_settings()


def test_unreadable_file() -> None:
    """A `.env` that is no text is one line too."""
    Path(".env").write_bytes(b"LOG_LEVEL=\xff\xfe")
    with pytest.raises(WrongSetting, match=r"^\.env cannot be read: UnicodeDecodeError$"):
        read_settings()


def test_secrets_do_not_print(monkeypatch: pytest.MonkeyPatch) -> None:
    """Printing the settings shows no secret; `secrets` gives them to those who must hide them."""
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    monkeypatch.setenv("TELEGRAM_WEBHOOK_SECRET", "hush-hush")
    settings = read_settings()
    assert settings.secrets() == (TOKEN, "hush-hush")
    for shown in (repr(settings), str(settings), settings.model_dump_json()):
        assert TOKEN not in shown
        assert "hush-hush" not in shown


@pytest.fixture
def _restored_environment() -> Iterator[None]:
    before = dict(os.environ)
    yield
    os.environ.clear()
    os.environ.update(before)


@pytest.mark.usefixtures("_restored_environment")
def test_model_hub_only_for_models_that_live_there(tmp_path: Path) -> None:
    """The model hub is switched off for the bundled model and for folders, not for hub names."""
    for model, offline in (("bundled", "1"), (str(tmp_path), "1"), ("some/model", None)):
        os.environ.pop("HF_HUB_OFFLINE", None)
        quiet_environment(Settings(embedding_model=model))
        assert os.environ.get("HF_HUB_OFFLINE") == offline
    assert os.environ["ANONYMIZED_TELEMETRY"] == "False"


def test_example_is_complete() -> None:
    """`.env.example` has every setting once, empty, under a comment, and no other."""
    blocks = EXAMPLE.read_text("utf-8").strip().split("\n\n")[1:]
    names = []
    for block in blocks:
        *comment, setting = block.split("\n")
        assert comment
        assert all(line.startswith("# ") for line in comment)
        names.append(setting.removesuffix("="))
    assert names == [name.upper() for name in Settings.model_fields]


def test_example_is_true() -> None:
    """Where the example names what holds when a setting is unset, that is the default."""
    for name, field in Settings.model_fields.items():
        block = EXAMPLE.read_text("utf-8").split(f"\n{name.upper()}=")[0].split("\n\n")[-1]
        said = re.search(r"Unset: (\S+)$", block.replace("\n# ", " "))
        if field.default is None:
            assert said is None or said.group(1) == "none."
        else:
            assert said is not None, name
            assert said.group(1) == str(field.default)


def test_example_can_be_used_as_it_is() -> None:
    """A plain copy of the example changes nothing."""
    Path(".env").write_bytes(EXAMPLE.read_bytes())
    assert read_settings() == Settings.model_construct()
