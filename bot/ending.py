"""How a command begins and ends: settings, logs, and every way out as an exit status."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import structlog

from bot import logs
from bot.settings import (
    Settings,
    WrongSetting,
    quiet_environment,
    read_settings,
)
from bot.streams import prepare_streams, stop_writing, tell
from store.errors import StoreError

DONE, PARTLY, REFUSED = 0, 1, 2
INTERRUPTED = 130  # what a shell expects after Ctrl-C


class WrongArgument(Exception):
    """An argument that cannot be used; the text is one line that names it."""


def path_of(given: str) -> Path:
    """The path that an argument names, `~` written out.

    Raises WrongArgument where it can be none here: no such user, too long, behind a closed folder.
    """
    try:
        path = Path(given).expanduser()
        path.exists()
    except (OSError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or "there is no such user"
        raise WrongArgument(f"{given}: {reason}") from None
    return path


def run_to_exit(work: Callable[[Settings], int]) -> int:
    """Do `work` with the settings of this process and give the exit status.

    A wrong setting, a wrong argument and a data folder in use are one line on standard error.
    """
    prepare_streams()
    try:
        settings = read_settings()
        quiet_environment(settings)
        logs.configure(settings.log_level, settings.log_format, settings.secrets())
        status = work(settings)
        sys.stdout.flush()
    except (WrongSetting, WrongArgument, StoreError) as error:
        tell(f"pramaan: {error}")
        return REFUSED
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        stop_writing()
        return DONE  # whoever read has all that they wanted
    except Exception:
        structlog.get_logger("pramaan").exception("This should not have happened")
        return PARTLY
    return status
