"""What is kept of recent values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from store.recent import Recent


def test_recent_values_stay() -> None:
    """What was not asked for longest goes first."""
    kept: Recent[int] = Recent(2)
    kept.put("a", 1)
    kept.put("b", 2)
    assert kept.get("a") == 1
    kept.put("c", 3)
    assert (kept.get("a"), kept.get("b"), kept.get("c")) == (1, None, 3)


def test_only_what_is_not_kept_is_read() -> None:
    """Values are read together, once; what cannot be read, or is forgotten, is asked for again."""
    asked: list[Sequence[str]] = []

    def read(keys: Sequence[str]) -> Mapping[str, int]:
        asked.append(keys)
        return {key: ord(key) for key in keys if key != "?"}

    kept: Recent[int] = Recent(9)
    assert kept.all_of(["a", "b", "?"], read) == {"a": 97, "b": 98}
    assert kept.all_of(["b", "c", "?"], read) == {"b": 98, "c": 99}
    kept.forget(["b", "unknown"])
    assert kept.all_of(["a", "b"], read) == {"a": 97, "b": 98}
    assert asked == [["a", "b", "?"], ["c", "?"], ["b"]]
