"""Pictures of the bot's usual messages, made over articles/ and one more text: `make gallery`.

Needs Chromium (`chromium`, `chromium-browser` or `google-chrome`) and a font with Devanagari.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bot.app import answerer_over, opened_corpus
from bot.memory.chats import Choices
from bot.messages import BUTTON_OLDER, SLOW_DOWN, WENT_WRONG, say
from bot.settings import Settings, quiet_environment
from bot.telegram.choosing import group_menu
from bot.telegram.inline import results_of
from bot.telegram.render import Outgoing, notice
from bot.telegram.sending import Labels
from bot.telegram.shown import packed, unpacked
from bot.telegram.sources import sources_page
from bot.telegram.views import View, buttons, first_view, shown
from retrieval.answer import Answer, Answerer
from retrieval.dialogue.followup import joined
from retrieval.dialogue.readings import better
from scripts.gallery_page import WIDTH, Listed, Said, Theme, page
from store.corpus import Corpus

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "gallery"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SECONDS = 60
LEAST_HEIGHT = 180  # a lower window cuts off what it shows

# No two of the sample articles give different figures for one thing, so here is another.
ANOTHER = """---
title: "मोर्चे पर गए सैनिकों की गिनती पर अलग दावा"
publisher: "उदाहरण दैनिक"
published: 2025-09-05
---
उत्तर कोरिया ने रूस के पक्ष में लड़ने करीब 13,000 सैनिक भेजे हैं, ऐसा एक सांसद ने शुक्रवार को कहा।
"""

Content = list[Said | Listed]


def scenes(corpus: Corpus, answerer: Answerer) -> Iterator[tuple[str, Theme, Content]]:
    """Every picture: its name, its theme and what it shows."""
    sent = answerer.answer("रूस के लिए लड़ने कितने सैनिक भेजे गए?")
    yield "answer", "light", _exchange(sent)
    yield "answer-dark", "dark", _exchange(sent)
    english = answerer.answer("How many troops were sent to fight for Russia?")
    yield "english", "light", _exchange(english)
    yield "evidence", "light", _exchange(sent, View(1, around=False, frame="hi"))
    yield "passage", "dark", _exchange(sent, View(0, around=True, frame="hi"))
    yield "abstention", "light", _exchange(answerer.answer("भारत का राष्ट्रीय पशु कौन सा है?"))
    yield "followup", "light", [*_exchange(sent), *_followup(answerer, sent, "और कितने मारे गए?")]
    results = tuple((each.title, each.description or "") for each in results_of(sent))
    yield "inline", "light", [Listed(f"@PramaanBot {sent.question.text}", results)]
    listed = sources_page(corpus.articles(), 0, "hi").html
    older = ((say(BUTTON_OLDER, "hi"),),)
    yield "sources", "light", [Said("/sources"), Said(html=listed, rows=older)]
    settings, rows = group_menu(Choices(), "chain", "hi")
    yield "settings", "light", [Said("/settings"), _from_bot(settings, rows)]
    slow = say(SLOW_DOWN, "en", limit="20 questions", wait="12 seconds")
    trouble = [notice(say(WENT_WRONG, "hi")), notice(slow)]
    yield "trouble", "light", [_from_bot(each) for each in trouble]
    with tempfile.TemporaryDirectory(prefix="pramaan-gallery-") as folder:
        (Path(folder) / "another.md").write_text(ANOTHER, encoding="utf-8")
        corpus.ingest([folder])
        differing = answerer.answer(sent.question.text)
        yield "figures", "light", _exchange(differing)
        yield "figures-dark", "dark", _exchange(differing)


def _exchange(answer: Answer, view: View | None = None) -> Content:
    """A question and what its answer's message shows."""
    answer = unpacked(packed(answer))  # as it is kept for its buttons
    view = view or first_view(answer.question.frame)
    rows = tuple(tuple(each.label for each in row) for row in buttons(answer, 1, view))
    question = answer.question.text
    return [Said(question), Said(html=shown(answer, view)[0].html, rows=rows, to=question)]


def _followup(answerer: Answerer, previous: Answer, question: str) -> Content:
    alone = answerer.answer(question)
    together = answerer.answer(joined(question, previous.question.text))
    chosen = better(alone, together, previous)
    said = _exchange(chosen)[1]
    assert isinstance(said, Said)
    return [Said(question), Said(html=said.html, rows=said.rows, to=question)]


def _from_bot(outgoing: Outgoing, rows: Labels = ()) -> Said:
    return Said(html=outgoing.html, rows=tuple(tuple(label for label, _ in row) for row in rows))


def picture(browser: str, content: Content, theme: Theme, path: Path) -> None:
    """Write one picture as PNG, as high as what it shows."""
    with tempfile.TemporaryDirectory(prefix="pramaan-gallery-") as folder:
        source = Path(folder) / "page.html"
        source.write_text(page(content, theme), encoding="utf-8")
        base = [browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
        base += [f"--user-data-dir={folder}/profile", "--force-device-scale-factor=1.5"]
        dump = _run([*base, f"--window-size={WIDTH},100", "--dump-dom", source.as_uri()])
        found = re.search(r"<title>(\d+)</title>", dump)
        height = max(int(found[1]) if found else 900, LEAST_HEIGHT)
        _run([*base, f"--window-size={WIDTH},{height}", f"--screenshot={path}", source.as_uri()])


def _run(command: list[str]) -> str:
    done = subprocess.run(  # noqa: S603 - a browser found on this machine
        command, capture_output=True, text=True, timeout=SECONDS, check=True
    )
    return done.stdout


def main() -> int:
    """Make all pictures."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        sys.stderr.write(
            "gallery: needs Chromium and fonts with Devanagari and emoji; on Debian: "
            "apt-get install chromium fonts-noto-core fonts-noto-color-emoji\n"
        )
        return 1
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="pramaan-gallery-") as data:
        settings = Settings(pramaan_data_dir=Path(data))
        quiet_environment(settings)
        with opened_corpus(settings, lambda _: None) as corpus:
            corpus.ingest([str(ROOT / "articles")], prune=False)
            for name, theme, content in scenes(
                corpus, answerer_over(corpus, settings, reading="first")
            ):
                picture(browser, content, theme, PICTURES / f"{name}.png")
                sys.stderr.write(f"{PICTURES.relative_to(ROOT)}/{name}.png\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
