"""Paths as they are given on the command line."""

from __future__ import annotations

from pathlib import Path

from bot.ending import WrongArgument


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
