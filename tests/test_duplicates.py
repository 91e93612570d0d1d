"""The same story from several sites: answered from once, named everywhere, corrected never away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import permutations
from pathlib import Path

import pytest

from bot.telegram.render import render
from bot.terminal import answer_object, plain_text
from retrieval.extractive import ExtractiveAnswerer
from store.article import Article, article_id
from store.corpus import Corpus, open_corpus
from store.duplicates import Story, answers_before, same_story, story_of
from store.gather import Gathered
from tests.strange_models import WordEmbedder

FLOOD = (
    "रामपुर के पास कोसी नदी का तटबंध टूटने से आठ गाँवों में पानी भर गया। प्रशासन ने बताया कि "
    "अब तक 340 परिवारों को राहत शिविरों में पहुँचाया गया है। ज़िलाधिकारी मीना रावत ने कहा कि नावों से "
    "राशन भेजा जा रहा है और पीने के पानी के टैंकर लगाए गए हैं। मौसम विभाग ने अगले दो दिन तेज़ बारिश की "
    "चेतावनी दी है। स्कूल सोमवार तक बंद रहेंगे। किसानों का कहना है कि धान की पूरी फ़सल डूब गई है और "
    "मुआवज़े का सर्वे जल्द शुरू होना चाहिए। "
)
MORE = (
    "राज्य सरकार ने राहत के लिए पाँच करोड़ रुपये जारी किए हैं। सेना की एक टुकड़ी भी तैयार रखी गई है। "
    "पिछले साल इसी जगह तटबंध में दरार आई थी, जिसकी मरम्मत का काम अधूरा रह गया था। "
)


def article(
    site: str, text: str = FLOOD, title: str = "बाढ़ से आठ गाँव घिरे", **known: object
) -> Article:
    """The story as a site has it."""
    source = f"https://{site}.example/flood"
    made = Article(
        id=article_id(source),
        source=source,
        url=source,
        title=title,
        publisher=site,
        published=None,
        dateline=None,
        language="hi",
        text=text.strip(),
    )
    return replace(made, **known)  # type: ignore[arg-type]


def story(text: str) -> Story:
    """A text as a story."""
    return story_of(article("x", text))


SAME = {
    "spelling": FLOOD.replace("गाँवों", "गांवों").replace("ज़िलाधिकारी", "जिलाधिकारी"),
    "digits": FLOOD.replace("340", "३४०"),
    "a sentence less": FLOOD.replace("स्कूल सोमवार तक बंद रहेंगे। ", ""),
    "a verb": FLOOD.replace("प्रशासन ने बताया", "प्रशासन ने जानकारी दी"),
    "more at the end": FLOOD + MORE,
    "more before": MORE + FLOOD,
}
OTHERS = {
    "a figure": FLOOD.replace("340", "430"),
    "a number word": FLOOD.replace("आठ गाँवों", "नौ गाँवों"),
    "a figure, fuller": FLOOD.replace("340", "430") + MORE,
    "a figure, shorter": FLOOD.replace("340", "430").replace("स्कूल सोमवार तक बंद रहेंगे। ", ""),
    "a day": FLOOD.replace("सोमवार", "बुधवार"),
    "a denial": FLOOD.replace("डूब गई है", "डूब नहीं गई है"),
    "names": FLOOD.replace("रामपुर", "बरेली").replace("कोसी", "गंगा").replace("मीना रावत", "अरुण सेठ"),
    "another story": MORE * 3,
}


@pytest.mark.parametrize("text", SAME.values(), ids=SAME)
def test_the_same_story(text: str) -> None:
    """The same in another spelling, shorter or with more behind it is the same story, both ways,
    and is found by its signature.
    """
    one, other = story(FLOOD), story(text)
    assert same_story(one, other)
    assert same_story(other, one)
    assert set(enumerate(one.bands())) & set(enumerate(other.bands()))


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS)
def test_not_the_same_story(text: str) -> None:
    """Where a figure, a day, a name or a “not” is another, it is another story, both ways."""
    assert not same_story(story(FLOOD), story(text))
    assert not same_story(story(text), story(FLOOD))


def test_a_dateline_is_no_part_of_the_story() -> None:
    """Sites that date the same story a day apart tell the same story."""
    one = article("a", f"रामपुर, 4 सितंबर (भाषा)। {FLOOD}", dateline="रामपुर, 4 सितंबर (भाषा)")
    other = article("b", f"लखनऊ, 5 सितंबर। {FLOOD}", dateline="लखनऊ, 5 सितंबर")
    assert same_story(story_of(one), story_of(other))


def test_short_texts_are_never_the_same() -> None:
    """Texts of a few words are too little to be told apart."""
    assert not same_story(story("पुल खुल गया।"), story("पुल खुल गया।"))
    assert story("पुल खुल गया।").bands() == ()


def test_which_one_answers() -> None:
    """The fuller one answers; of equally full ones the one published first; dates come before
    none.
    """
    plain, fuller = article("m"), article("z", FLOOD + MORE)
    early = article("y", published=date(2025, 9, 4))
    late = article("a", published=date(2025, 9, 5))
    order = [fuller, early, late, plain]
    for n, first in enumerate(order):
        assert [answers_before(first, other) for other in order] == [m > n for m in range(4)]


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Corpus]:
    """An empty corpus with a quick model."""
    with open_corpus(tmp_path / "data", embedding_model="words", embedder=WordEmbedder()) as corpus:
        yield corpus


def take_in(corpus: Corpus, *articles: Article) -> tuple[int, int, int, int]:
    """Added, updated, unchanged and duplicates of taking these in."""
    report = corpus.apply([Gathered("/root", each.id, each) for each in articles])
    return report.added, report.updated, report.unchanged, report.duplicates


def told(corpus: Corpus) -> dict[str, list[str]]:
    """By the publisher of each article that is searched, those of its copies."""
    with corpus.view() as view:
        held = {
            a.publisher or "": sorted(c.publisher or "" for c in view.copies(a.id))
            for a in corpus.articles()
        }
        found = view.nearest(WordEmbedder().encode_query("बाढ़ राहत शिविर").vector, 100)
        passages = view.passages([passage for passage, _ in found])
    assert {p.article_id for p in passages.values()} == {a.id for a in corpus.articles()}
    assert len(passages) == len(found)
    assert {passage for passage, _ in found} == set(corpus.lexical.ids)
    return held


STORIES: Sequence[Article] = (
    article("early", published=date(2025, 9, 4)),
    article("fuller", FLOOD + MORE),
    article("late", SAME["spelling"], published=date(2025, 9, 5)),
    article("corrected", OTHERS["a figure"]),
)


@pytest.mark.parametrize("order", list(permutations(range(4))), ids=str)
def test_the_order_does_not_matter(corpus: Corpus, order: tuple[int, ...]) -> None:
    """However the sites come, one at a time or all at once, the fullest is searched, the others
    stand beside it, and a correction stands for itself.
    """
    for n in order[:2]:
        take_in(corpus, STORIES[n])
    take_in(corpus, *(STORIES[n] for n in order[2:]))
    assert told(corpus) == {"fuller": ["early", "late"], "corrected": []}


def test_duplicates_are_counted(corpus: Corpus) -> None:
    """A report counts duplicates apart, and reading them again finds them unchanged."""
    assert take_in(corpus, STORIES[1], STORIES[0]) == (1, 0, 0, 1)
    assert take_in(corpus, STORIES[2]) == (0, 0, 0, 1)
    assert take_in(corpus, *STORIES[:3]) == (0, 0, 3, 0)
    status = corpus.status()
    assert (status.articles, status.copies, status.healthy) == (1, 2, True)


def test_another_takes_over(corpus: Corpus) -> None:
    """When the article that is searched goes, another one tells the story, with the rest beside
    it; at last it is gone.
    """
    take_in(corpus, *STORIES[:3])
    for gone, left in (("fuller", {"early": ["late"]}), ("early", {"late": []}), ("late", {})):
        corpus.remove([article(gone).id])
        assert told(corpus) == left


def test_a_copy_that_goes(corpus: Corpus) -> None:
    """A copy that is removed or pruned is not named any more."""
    take_in(corpus, *STORIES[:3])
    corpus.remove([STORIES[0].id])
    assert told(corpus) == {"fuller": ["late"]}
    corpus.apply([Gathered("/root", STORIES[1].id, STORIES[1])], pruned=["/root"])
    assert told(corpus) == {"fuller": []}


def test_a_correction_parts_company(corpus: Corpus) -> None:
    """When the article that is searched is corrected, the others tell the earlier story for
    themselves; when they follow, they are copies again.
    """
    take_in(corpus, *STORIES[:3])
    take_in(corpus, article("fuller", OTHERS["a figure, fuller"]))
    assert told(corpus) == {"fuller": [], "early": ["late"]}
    assert [v.article.text for v in corpus.history(STORIES[1].id)] == [STORIES[1].text]
    take_in(corpus, article("early", OTHERS["a figure"]), article("late", OTHERS["a figure"]))
    assert told(corpus) == {"fuller": ["early", "late"]}


def test_a_copy_that_is_corrected(corpus: Corpus) -> None:
    """A copy that changes is compared anew: another figure makes it a story of its own."""
    take_in(corpus, *STORIES[:2])
    assert take_in(corpus, article("early", OTHERS["a figure"])) == (0, 1, 0, 0)
    assert told(corpus) == {"fuller": [], "early": []}


def test_also_in_is_shown(data_dir: Path) -> None:
    """Whoever is quoted, the other places are named: in the terminal, in JSON and on Telegram."""
    with open_corpus(data_dir) as corpus:
        take_in(corpus, *STORIES[:3])
        answer = ExtractiveAnswerer(corpus).answer("कितने परिवारों को राहत शिविरों में पहुँचाया गया?")
    (places,) = {tuple(sorted(p.publisher or "" for p in c.also_in)) for c in answer.citations}
    assert places == ("early", "late")
    told = answer_object(answer)["citations"][0]["also_in"]
    assert {place["url"] for place in told} == {STORIES[0].url, STORIES[2].url}
    assert {place["published"] for place in told} == {"2025-09-04", "2025-09-05"}
    for shown in (plain_text(answer), render(answer)[0].plain):
        assert "यहाँ भी: early, late" in shown
    assert 'href="https://late.example/flood"' in render(answer)[0].html
