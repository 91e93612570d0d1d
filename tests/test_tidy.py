"""Questions as they are typed, made ready to search with."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.tidy import tidied

PASTED = " ".join(f"मेले का दिन {n} शांत रहा।" for n in range(400))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("WHO OPENED THE BRIDGE?", "who opened the bridge?"),
        ("पुल कब खुला??? 🤔🤔", "पुल कब खुला?"),
        ("pul kab khula!!", "pul kab khula!"),
        ("kyaaaa hua", "kya hua"),
        ("पु\u200dल   कब\u200b खुला", "पुल कब खुला"),
        ("... पुल - कब खुला ,", "पुल कब खुला"),
        ("\x1b[31mपुल\x1b[0m कब खुला\x00", "पुल कब खुला"),
        ("NATO", "NATO"),
        ("क्या NATO आया?", "क्या NATO आया?"),
        ("कीमत 1,50,000.50 है?", "कीमत 1,50,000.50 है?"),
        ("U.S. ने क्या कहा?", "U.S. ने क्या कहा?"),
        ("Did Mr. Rao say 'no'?", "Did Mr. Rao say 'no'?"),
    ],
)
def test_what_was_meant(typed: str, meant: str) -> None:
    """Emoji, invisible signs, stray and repeated marks, shouting and stammering go; words stay."""
    assert tidied(typed) == meant


@pytest.mark.parametrize("text", ["🙏", "...", "?"])
def test_nothing_but_noise_stays(text: str) -> None:
    """A text without words comes back as it is."""
    assert tidied(text) == text


@given(st.text(alphabet="कखगािी abcXYZ0123?!.,-🙂\u200d", max_size=40))
def test_words_survive(text: str) -> None:
    """Tidying never makes an empty question of one that has letters, and is quick to settle."""
    once = tidied(text)
    assert bool(once) == bool(text)
    if any(character.isalnum() for character in text):
        assert any(character.isalnum() for character in once)


@pytest.mark.parametrize("pasted", [f"{PASTED} पुल कब खुला?", f"पुल कब खुला? {PASTED}"])
def test_of_a_pasted_article_the_question_is_kept(pasted: str) -> None:
    """Text as long as an article is cut to what asks, at its end or its beginning."""
    meant = tidied(pasted)
    assert "पुल कब खुला?" in meant
    assert len(meant) <= 600
    assert tidied("क" * 9000 + "कख" * 4000)
