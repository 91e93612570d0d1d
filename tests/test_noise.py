"""Noise: what each kind changes, and what it must never change."""

from __future__ import annotations

import random
import unicodedata

import pytest

from evals.noise import (
    KINDS,
    emoji,
    joiners,
    noisy,
    nukta,
    punctuation,
    repeated,
    run_on,
    spoken,
)

HINDI = "लड़ाई में कितने सैनिक भेजे गए?"
ENGLISH = "How many boats crossed 3 rivers?"
ROMAN = "kitne sainik mein se kaun gaya"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", [HINDI, ENGLISH, ROMAN, "", "?", "क"])
def test_the_same_seed_gives_the_same_noise(kind: str, text: str) -> None:
    """Noise is fixed by kind, question id and seed."""
    once = noisy(text, kind, "hi-Latn", "q1", seed=3)
    assert once == noisy(text, kind, "hi-Latn", "q1", seed=3)


@pytest.mark.parametrize("kind", ["nukta", "matra", "anusvara", "joiners"])
def test_devanagari_noise_leaves_english_alone(kind: str) -> None:
    """Spelling noise of Hindi touches no English question."""
    assert noisy(ENGLISH, kind, "en", "q1") == ENGLISH


def test_romanisation_is_for_romanised_hindi_only() -> None:
    """Only a question marked as romanised Hindi is respelt."""
    assert noisy("main phone here", "romanisation", "en", "q1") == "main phone here"
    assert noisy(ROMAN, "romanisation", "hi-Latn", "q1") != ROMAN


def test_nukta_goes_from_both_encodings() -> None:
    """ड़ loses its dot whether it is one code point or two."""
    for form in ("\u095c", "\u0921\u093c"):
        assert nukta(form, random.Random(0)) == "\u0921"


def test_joiners_are_all_that_joiner_noise_adds() -> None:
    """Taking the zero-width joiners out gives the question back."""
    noise = joiners("उत्तर कोरिया", random.Random(0))
    assert noise != "उत्तर कोरिया"
    assert noise.replace("\u200c", "").replace("\u200d", "") == "उत्तर कोरिया"


@pytest.mark.parametrize("seed", range(20))
def test_letters_and_digits_survive_punctuation_and_emoji(seed: int) -> None:
    """Stray marks and emoji change no letter, vowel sign or digit."""
    for noise in (punctuation, emoji):
        found = noise(HINDI, random.Random(seed))
        kept = [c for c in found if unicodedata.category(c)[0] in "LMN"]
        assert kept == [c for c in HINDI if unicodedata.category(c)[0] in "LMN"]


@pytest.mark.parametrize("seed", range(20))
def test_repeated_letters_never_touch_a_figure(seed: int) -> None:
    """A held key repeats a letter, never a digit."""
    found = repeated(ENGLISH, random.Random(seed))
    assert found != ENGLISH
    assert [c for c in found if c.isdigit()] == ["3"]


@pytest.mark.parametrize("seed", range(20))
def test_a_run_on_loses_one_space_and_nothing_else(seed: int) -> None:
    """Two words of a question become one, in Hindi and English; figures stay apart."""
    for text in (HINDI, ENGLISH):
        found = run_on(text, random.Random(seed))
        assert found.count(" ") == text.count(" ") - 1
        assert found.replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize("seed", range(20))
def test_spoken_questions_keep_their_words(seed: int) -> None:
    """A phone that writes what it hears leaves marks and capitals out and adds words of speech."""
    found = spoken(ENGLISH, random.Random(seed))
    assert found == found.lower()
    assert "?" not in found
    assert ENGLISH.rstrip("?").lower() in found
