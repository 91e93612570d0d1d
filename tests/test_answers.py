"""Answers over a real store: exact quotes, the same from any thread, none where there is none."""

from __future__ import annotations

import math
import re
import tempfile
import unicodedata
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.answer import Answer
from retrieval.extractive import ExtractiveAnswerer
from retrieval.quotes import FURTHER, QUOTE_CHARS, QUOTES
from retrieval.understand import Understanding
from store.catalog.catalog import Catalog
from store.corpus import Corpus, open_corpus
from store.text import stem
from tests.conftest import ROOT, with_models
from tests.strange_models import WordEmbedder

QUESTIONS = [
    "उत्तर कोरिया ने कितने सैनिक भेजे?",
    "How many North Korean troops were sent?",
    "uttar korea ne kitne sainik bheje?",
    "किम जोंग उन ने क्या कहा?",
    "When did Lavrov visit Wonsan?",
    "बेलौसोव कब प्योंगयांग गए?",
    "ओरेशनिक क्या है?",
    "Who leads the Russian defence ministry?",
    "भारत का राष्ट्रीय पशु कौन सा है?",
]
NOTHING = ["", " ", "?", "।", "😀", "🙏🙏", "\u200d", "क्या", "the", "<b>", "9" * 3000, "क " * 3000]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory, models_dir: Path) -> Iterator[Corpus]:
    """The sample corpus under the bundled model."""
    data = with_models(tmp_path_factory.mktemp("answers") / "data", models_dir)
    with open_corpus(data) as corpus:
        corpus.ingest([str(ROOT / "articles")])
        yield corpus


@pytest.fixture(scope="module")
def answerer(sample: Corpus) -> ExtractiveAnswerer:
    """Answers from the sample corpus."""
    return ExtractiveAnswerer(sample)


@pytest.fixture
def corpus(data_dir: Path) -> Iterator[Corpus]:
    """An empty store under the bundled model."""
    with open_corpus(data_dir) as corpus:
        yield corpus


def ingest(corpus: Corpus, folder: Path, **articles: str) -> None:
    """Put articles with these names into the store."""
    for name, text in articles.items():
        (folder / f"{name}.txt").write_text(f"---\ntitle: {name}\n---\n{text}\n", "utf-8")
    corpus.ingest([str(folder / f"{name}.txt") for name in articles])


def squeezed(text: str) -> str:
    """Single spaces, one form of every character."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def is_sound(answer: Answer) -> bool:
    """Check everything that every answer promises."""
    assert math.isfinite(answer.confidence)
    assert 0 <= answer.confidence <= 1
    assert answer.abstained or answer.citations
    spans = []
    shown = (*answer.citations, *answer.further)
    assert [citation.n for citation in shown] == [*range(1, len(shown) + 1)]
    for citation in shown:
        assert citation.quote == citation.article.text[citation.start : citation.end]
        assert citation.quote == citation.quote.strip()
        assert 0 < len(citation.quote) <= QUOTE_CHARS
        spans.append((citation.article.id, citation.start, citation.end))
    for one, start, end in spans:
        apart = [s for s in spans if s[0] == one and s != (one, start, end)]
        assert all(end <= other[1] or other[2] <= start for other in apart)
    assert len(set(spans)) == len(spans)
    if answer.short_answer is not None:
        assert not answer.abstained
        assert answer.short_answer in answer.citations[0].quote
    assert list(answer.timings_ms) == ["question", "embed", "search", "evidence", "answer"]
    assert answer.latency_ms >= max(answer.timings_ms.values())
    return True


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_quote_stands_in_its_file(answerer: ExtractiveAnswerer, question: str) -> None:
    """Every quote is exactly the stored text at its place, and stands in the file it names."""
    answer = answerer.answer(question)
    assert is_sound(answer)
    assert len(answer.citations) <= QUOTES + 1
    for citation in answer.citations:
        file = (ROOT / "articles" / citation.article.source).read_text("utf-8")
        assert squeezed(citation.quote) in squeezed(file)


def test_there_is_more_to_ask_for(answerer: ExtractiveAnswerer) -> None:
    """Beyond the quotes shown there is further evidence, none where the articles do not say."""
    answer = answerer.answer(QUESTIONS[0])
    assert 0 < len(answer.further) <= FURTHER
    assert not answerer.answer(QUESTIONS[-1]).further


@pytest.mark.parametrize("question", QUESTIONS[:3])
def test_three_languages_find_the_same_fact(answerer: ExtractiveAnswerer, question: str) -> None:
    """Hindi, English and romanised Hindi find the same figure."""
    answer = answerer.answer(question)
    assert not answer.abstained
    assert "15,000" in answer.citations[0].quote


def test_what_no_article_says(answerer: ExtractiveAnswerer) -> None:
    """A question that no article answers is said to be unanswered, with less confidence."""
    unanswered = answerer.answer(QUESTIONS[-1])
    assert unanswered.abstained
    assert unanswered.short_answer is None
    assert unanswered.confidence < answerer.answer(QUESTIONS[0]).confidence


@pytest.mark.parametrize("question", NOTHING, ids=range(len(NOTHING)))
def test_questions_of_nothing(answerer: ExtractiveAnswerer, question: str) -> None:
    """Texts without a question in them get a sound answer too."""
    assert is_sound(answerer.answer(question))


@pytest.mark.parametrize("question", ["पुल कब खुला?", "When did the bridge open?", ""])
def test_an_empty_store(corpus: Corpus, question: str) -> None:
    """Of an empty store every question is unanswered, without quotes and without confidence."""
    answer = ExtractiveAnswerer(corpus).answer(question)
    assert is_sound(answer)
    assert answer.abstained
    assert answer.citations == ()
    assert answer.confidence == 0.0


def test_eight_threads_answer_as_one(answerer: ExtractiveAnswerer) -> None:
    """Eight threads at once get the answers that one gets alone."""

    def told(question: str) -> tuple[object, ...]:
        answer = answerer.answer(question)
        # Encoded together with others, a question's vectors may differ in their last bits.
        sure = pytest.approx(answer.confidence, abs=0.01)
        return answer.citations, answer.abstained, answer.short_answer, sure

    alone = list(map(told, QUESTIONS))
    with ThreadPoolExecutor(8) as pool:
        for _ in range(2):
            found = [
                (answer.citations, answer.abstained, answer.short_answer, answer.confidence)
                for answer in pool.map(answerer.answer, QUESTIONS)
            ]
            assert found == alone


def test_articles_that_are_gone_are_not_quoted(corpus: Corpus, tmp_path: Path) -> None:
    """An article that left the record is not quoted, though the index still holds it."""
    ingest(
        corpus,
        tmp_path,
        bridge="रामपुर में कोसी नदी पर बना पुल 240 करोड़ रुपये में तैयार हुआ।",
        fair="रामपुर के मेले में 500 दुकानें लगीं, जिनमें खिलौने बिके।",
    )
    answerer = ExtractiveAnswerer(corpus)
    before = answerer.answer("रामपुर का पुल कितने रुपये में तैयार हुआ?")
    assert "240 करोड़" in before.citations[0].quote
    record = Catalog(tmp_path / "data" / "catalog.sqlite3")
    record.remove([before.citations[0].article.id])
    record.close()
    after = answerer.answer("रामपुर का पुल कितने रुपये में तैयार हुआ?")
    assert is_sound(after)
    assert all(citation.article.title == "fair" for citation in after.citations)


def test_new_articles_are_quoted_at_once(corpus: Corpus, tmp_path: Path) -> None:
    """The same answerer quotes what was ingested after its first answer."""
    answerer = ExtractiveAnswerer(corpus)
    assert answerer.answer("रामपुर का पुल कब खुला?").abstained
    ingest(corpus, tmp_path, bridge="रामपुर में कोसी नदी पर बना पुल सोमवार, 3 मार्च को खुला।")
    answer = answerer.answer("रामपुर का पुल कब खुला?")
    assert not answer.abstained
    assert "3 मार्च" in answer.citations[0].quote


def test_figures_that_differ_are_quoted_short(corpus: Corpus, tmp_path: Path) -> None:
    """Where articles give different figures, quotes stay short and apart however long their
    sentences are.
    """
    around = "जिसमें आसपास के गाँवों से आए परिवारों ने खिलौने, कपड़े और मिठाइयाँ ख़रीदीं, " * 5
    ingest(
        corpus,
        tmp_path,
        one="रामपुर के मेले में इस साल 5,000 लोग आए। नगर पालिका ने पानी का प्रबंध किया।",
        two=f"रामपुर के मेले में इस साल 8,000 लोग आए, {around}और शाम को झाँकियाँ निकलीं।",
    )
    answer = ExtractiveAnswerer(corpus).answer("रामपुर के मेले में कितने लोग आए?")
    assert is_sound(answer)
    assert {"one", "two"} == {citation.article.title for citation in answer.citations}


def test_a_sentence_longer_than_a_passage_is_found(corpus: Corpus, tmp_path: Path) -> None:
    """A sentence so long that several passages share it can be quoted, the asked part of it."""
    filler = "और उसके बाद बाज़ार के रास्ते होते हुए लोग स्टेशन की ओर बढ़ते चले गए "
    text = f"{filler * 12}और रामपुर में 3 मार्च को कोसी नदी का पुल खुला {filler * 12}"
    ingest(corpus, tmp_path, endless=text)
    answer = ExtractiveAnswerer(corpus).answer("रामपुर में कोसी नदी का पुल कब खुला?")
    assert is_sound(answer)
    assert "कोसी नदी का पुल खुला" in answer.citations[0].quote


def test_every_token_of_a_passage_is_kept(sample: Corpus) -> None:
    """The token vectors of a passage stand at all of its characters but white space."""
    for article in sample.articles()[:3]:
        vector = sample.embedder.encode_query(article.title).vector
        passages = sample.passages([passage for passage, _ in sample.nearest(vector, 3)])
        for name, tokens in sample.tokens(list(passages)).items():
            text = passages[name].text
            pieces = "".join(text[start:end] for start, end in tokens.spans)
            assert pieces == "".join(text.split())


SENTENCE = st.builds(
    lambda words, end: " ".join(words) + end,
    st.lists(
        st.sampled_from(
            "नदी पुल सड़क बाज़ार मेले में 15,000 लोग आए और यह उसने said the market opened It "
            "in March 2024, लाख डॉ. श्री (रामपुर) “हम” रु. U.S. ख़ुश; कि — 3.5%".split()
        ),
        min_size=1,
        max_size=60,
    ),
    st.sampled_from(["।", ".", "?", "!", "।\n", "॥", "", "…", '।"']),
)


@settings(deadline=None, max_examples=12)
@given(
    st.lists(st.lists(SENTENCE, min_size=1, max_size=25), min_size=1, max_size=4),
    st.sampled_from(["मेले में कितने लोग आए?", "When did the market open?", "यह क्या है", "pul kab"]),
)
def test_whatever_is_ingested_quotes_are_exact(stories: list[list[str]], question: str) -> None:
    """Over any articles every quote is exactly the stored text at its place."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        with open_corpus(data, embedding_model="words", embedder=WordEmbedder()) as corpus:
            stored = {f"t{n}": " ".join(story) for n, story in enumerate(stories)}
            ingest(corpus, Path(folder), **stored)
            answer = ExtractiveAnswerer(corpus).answer(question)
            assert is_sound(answer)
            for citation in answer.citations:
                assert re.sub(r"\s+", "", citation.quote) in re.sub(
                    r"\s+", "", unicodedata.normalize("NFC", stored[citation.article.title])
                )


def test_a_romanised_question_is_searched_as_typed_too(corpus: Corpus, tmp_path: Path) -> None:
    """A name typed in Latin letters finds the English article that prints it so."""
    (tmp_path / "en.txt").write_text(
        "Bridge opens\n\nMinister Qurvansky opened the new bridge on Monday.\n", encoding="utf-8"
    )
    (tmp_path / "hi.txt").write_text(
        "मेला\n\nनगर के मेले में चालीस किसान आए और बाज़ार शाम तक खुला रहा।\n", encoding="utf-8"
    )
    corpus.ingest([str(tmp_path / "en.txt"), str(tmp_path / "hi.txt")])
    understood = Understanding(corpus).understand("qurvansky ne kya khola tha")
    assert understood.question.language == "hi-Latn"
    assert understood.typed == frozenset({stem("qurvansky")})
    assert understood.weights[stem("qurvansky")] == 1
    assert Understanding(corpus).understand("मेले में कौन आया?").typed == frozenset()
