"""Noise as people type it, each kind by itself, made from any question file.

`python -m evals.noise QUESTIONS.jsonl OUT` writes OUT/KIND.jsonl for every kind; `evals.evaluate
--noise KIND` applies one while asking. The same seed gives the same noise. A kind that finds
nothing to change in a question (matras in an English one) leaves it as it is.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path

NUKTA = "\u093c"
ZWNJ, ZWJ = "\u200c", "\u200d"
VIRAMA = "\u094d"
ANUSVARA, CHANDRABINDU = "\u0902", "\u0901"
MATRAS = {"ि": "ी", "ी": "ि", "ु": "ू", "ू": "ु", "े": "ै", "ै": "े", "ो": "ौ", "ौ": "ो"}
NASALS = {"न": "तथदध", "म": "पफबभ", "ङ": "कखगघ", "ञ": "चछजझ", "ण": "टठडढ"}
EMOJI = ("🤔", "🙏", "❓", "😮", "👍", "🇮🇳")
STRAY = ("..", ",", "!!", "??", "…", " -")
CONSONANTS = "".join(chr(c) for c in range(0x0915, 0x093A))

# Spellings of romanised words that people take for the same, and letters within words.
SAME_WORD = (
    ("kyun", "kyu", "kyon"),
    ("mein", "me", "main"),
    ("hai", "h", "he"),
    ("hain", "hai", "h"),
    ("kya", "kia"),
    ("nahi", "nhi", "nahin"),
    ("kahan", "kaha"),
    ("kaun", "kon"),
    ("kaun si", "kaunsi", "konsi"),
)
SAME_SOUND = (("aa", "a"), ("ee", "i"), ("oo", "u"), ("ph", "f"), ("ai", "e"), ("v", "w"))

# What people say around a question that they speak.
SPOKEN_HINDI = (("अच्छा", ""), ("हाँ तो", ""), ("", "बताओ"), ("मुझे बताओ", ""), ("अरे", "ज़रा बताना"))
SPOKEN_LATIN = (("ok so", ""), ("tell me", ""), ("um", ""), ("hey", ""), ("", "please"))

Noise = Callable[[str, random.Random], str]


def _replace_one(text: str, spots: Sequence[tuple[int, int, str]], chance: random.Random) -> str:
    """The text with one of the (start, end, new) spots put in, or unchanged without any."""
    if not spots:
        return text
    start, end, new = chance.choice(spots)
    return text[:start] + new + text[end:]


def nukta(text: str, _: random.Random) -> str:
    """Every nukta left out."""
    # NFD takes apart the letters that have their nukta built in.
    bare = unicodedata.normalize("NFD", text).replace(NUKTA, "")
    return unicodedata.normalize("NFC", bare)


def matra(text: str, chance: random.Random) -> str:
    """One vowel sign taken for its neighbour (ि for ी, े for ै)."""
    spots = [(i, i + 1, MATRAS[c]) for i, c in enumerate(text) if c in MATRAS]
    return _replace_one(text, spots, chance)


def anusvara(text: str, chance: random.Random) -> str:
    """One nasal spelt the other way: सम्बन्ध for संबंध, चांद for चाँद, में without its dot."""
    spots = []
    for i, c in enumerate(text):
        after = text[i + 1 : i + 2]
        if c == CHANDRABINDU:
            spots.append((i, i + 1, ANUSVARA))
        elif c == ANUSVARA:
            nasal = [n for n, follow in NASALS.items() if after and after in follow]
            spots.append((i, i + 1, nasal[0] + VIRAMA if nasal else ""))
        elif c in NASALS and text[i + 1 : i + 2] == VIRAMA and text[i + 2 : i + 3] in NASALS[c]:
            spots.append((i, i + 2, ANUSVARA))
    return _replace_one(text, spots, chance)


def joiners(text: str, _: random.Random) -> str:
    """A zero-width joiner after every virama, a non-joiner at the end of each Hindi word."""
    joined = text.replace(VIRAMA, VIRAMA + ZWJ)
    return re.sub(r"([\u0900-\u097F])(?=\s)", rf"\1{ZWNJ}", joined)


def capitals(text: str, _: random.Random) -> str:
    """ALL CAPITALS, where the script has any."""
    return text.upper()


def punctuation(text: str, chance: random.Random) -> str:
    """No question mark where it belongs, stray marks where they do not."""
    bare = text.rstrip("?؟।. ").split(" ")
    at = chance.randrange(len(bare))
    bare[at] += chance.choice(STRAY)
    return " ".join(bare) + chance.choice(("", "??", " ...", "?!"))


def emoji(text: str, chance: random.Random) -> str:
    """An emoji in front or behind, sometimes two."""
    signs = "".join(chance.choices(EMOJI, k=chance.choice((1, 2))))
    return f"{signs} {text}" if chance.random() < 0.3 else f"{text} {signs}"


def repeated(text: str, chance: random.Random) -> str:
    """One letter held down: kittttne, सैनिकककक. Digits are left alone."""
    spots = [
        (i, i + 1, c * chance.choice((3, 4)))
        for i, c in enumerate(text)
        if (c.isascii() and c.isalpha()) or c in CONSONANTS
    ]
    spots = [s for s in spots if text[s[1] : s[1] + 1] not in (NUKTA, VIRAMA)]
    return _replace_one(text, spots, chance)


def romanisation(text: str, chance: random.Random) -> str:
    """One romanised word spelt another way (mein, me); Devanagari is left alone."""
    spots = [
        (m.start(), m.end(), other)
        for spellings in SAME_WORD
        for one in spellings
        for other in spellings
        if other != one
        for m in re.finditer(rf"\b{one}\b", text, re.IGNORECASE)
    ]
    spots += [
        (m.start(), m.end(), other)
        for one, other in SAME_SOUND
        for m in re.finditer(rf"(?<=\w){one}", text)
    ]
    return _replace_one(text, spots, chance)


def run_on(text: str, chance: random.Random) -> str:
    """Two words written as one, in one place, as a thumb that misses the space does."""
    spots = [
        (m.start(), m.end(), "")
        for m in re.finditer(r"(?<=[A-Za-z\u0900-\u0963]) (?=[A-Za-z\u0904-\u0939])", text)
    ]
    return _replace_one(text, spots, chance)


def spoken(text: str, chance: random.Random) -> str:
    """As a phone writes what it hears: no marks, no capitals, a word of speech before or behind."""
    bare = " ".join(re.sub(r"[?!.,;:।“”\"'‘’()-]+(?=\s|$)|(?<!\S)[“\"'‘(]+", " ", text).split())
    hindi = re.search(r"[\u0900-\u097f]", text) is not None
    before, behind = chance.choice(SPOKEN_HINDI if hindi else SPOKEN_LATIN)
    return f"{before} {bare.lower()} {behind}".strip()


KINDS: dict[str, Noise] = {
    "nukta": nukta,
    "matra": matra,
    "anusvara": anusvara,
    "joiners": joiners,
    "capitals": capitals,
    "punctuation": punctuation,
    "emoji": emoji,
    "repeated": repeated,
    "romanisation": romanisation,
    "run-on": run_on,
    "spoken": spoken,
}


def noisy(text: str, kind: str, language: str, key: str, seed: int = 0) -> str:
    """The question with one kind of noise; `key` (its id) and `seed` fix which."""
    if kind == "romanisation" and language != "hi-Latn":
        return text
    return KINDS[kind](text, random.Random(f"{seed}/{kind}/{key}"))


def main(argv: Sequence[str] | None = None) -> int:
    """Write one question file for each kind."""
    parser = argparse.ArgumentParser(prog="python -m evals.noise", description=__doc__)
    parser.add_argument("questions", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(argv)
    lines = options.questions.read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines if line.strip()]
    options.out.mkdir(parents=True, exist_ok=True)
    for kind in KINDS:
        changed = 0
        with (options.out / f"{kind}.jsonl").open("w", encoding="utf-8") as file:
            for row in rows:
                question = noisy(row["question"], kind, row["lang"], row["id"], options.seed)
                changed += question != row["question"]
                file.write(json.dumps({**row, "question": question}, ensure_ascii=False) + "\n")
        print(f"{kind:<14} {changed} of {len(rows)} questions changed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
