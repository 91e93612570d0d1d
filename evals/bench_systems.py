"""The systems that evals/bench.py compares, each as its users run it: read files, ask, open again.

Imported by the Python of each system's own environment: nothing but the standard library at the
top.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Protocol

_FOUND = 5  # passages that a question asks for
_BATCH = 32

Files = Sequence[tuple[str, str]]
"""Names of files and what is in them."""


class System(Protocol):
    """A system over a folder of its own."""

    def ingest(self, folder: Path, files: Files) -> None:
        """Read the files of `folder`, whose texts are `files`, and keep what comes of it."""
        ...

    def open(self) -> None:
        """Open what an earlier process kept."""
        ...

    def ask(self, question: str) -> list[str]:
        """Names of the files found, best first: the whole answer, of whatever kind it is."""
        ...


class Pramaan:
    """This program: a question goes all the way to the answer's text."""

    def __init__(self, store: Path, model: Path) -> None:
        self._store, self._model = store, model
        self._open = ExitStack()

    def ingest(self, folder: Path, _: Files) -> None:
        """Read the folder."""
        self._corpus().ingest([str(folder)])
        self._answerer()

    def open(self) -> None:
        """Open the data folder."""
        self._corpus()
        self._answerer()

    def ask(self, question: str) -> list[str]:
        """Answer, and write it as the terminal shows it."""
        from bot.terminal import plain_text

        answer = self._asked.answer(question)
        plain_text(answer)
        return [citation.article.source for citation in answer.citations]

    def _corpus(self) -> Any:
        from bot.app import opened_corpus
        from bot.settings import Settings, quiet_environment

        self._settings = Settings(pramaan_data_dir=self._store, pramaan_reader="off")
        quiet_environment(self._settings)
        self._store.mkdir(exist_ok=True)
        if not (self._store / "models").exists():
            (self._store / "models").symlink_to(self._model.parent)
        self._opened = self._open.enter_context(opened_corpus(self._settings, print))
        return self._opened

    def _answerer(self) -> None:
        from bot.app import answerer_over

        self._asked = answerer_over(self._opened, self._settings, llm=False)


class LangChain:
    """LangChain over Chroma in a folder."""

    def __init__(self, store: Path, model: Path) -> None:
        self._store, self._model = store, model

    def ingest(self, _: Path, files: Files) -> None:
        """Embed and keep every file."""
        self.open()
        self._chroma.add_texts(
            [text for _, text in files], metadatas=[{"file": name} for name, _ in files]
        )

    def open(self) -> None:
        """Open the folder."""
        from langchain_chroma import Chroma
        from langchain_huggingface import HuggingFaceEmbeddings

        embeddings = HuggingFaceEmbeddings(
            model_name=str(self._model),
            encode_kwargs={"prompt_name": "document", "batch_size": _BATCH},
            query_encode_kwargs={"prompt_name": "query"},
        )
        self._chroma = Chroma(embedding_function=embeddings, persist_directory=str(self._store))

    def ask(self, question: str) -> list[str]:
        """The nearest files."""
        found = self._chroma.similarity_search(question, k=_FOUND)
        return [document.metadata["file"] for document in found]


class LlamaIndex:
    """LlamaIndex with the vector store that it comes with."""

    def __init__(self, store: Path, model: Path) -> None:
        self._store, self._model = store, model

    def ingest(self, _: Path, files: Files) -> None:
        """Embed and keep every file."""
        from llama_index.core import VectorStoreIndex
        from llama_index.core.schema import TextNode

        nodes = [TextNode(text=text, metadata={"file": name}) for name, text in files]
        for node in nodes:
            node.excluded_embed_metadata_keys = ["file"]
        index = VectorStoreIndex(nodes, embed_model=self._embedding())
        index.storage_context.persist(str(self._store))
        self._asked = index.as_retriever(similarity_top_k=_FOUND)

    def open(self) -> None:
        """Load what was kept."""
        from llama_index.core import StorageContext, load_index_from_storage

        context = StorageContext.from_defaults(persist_dir=str(self._store))
        index = load_index_from_storage(context, embed_model=self._embedding())
        self._asked = index.as_retriever(similarity_top_k=_FOUND)

    def ask(self, question: str) -> list[str]:
        """The nearest files."""
        return [found.node.metadata["file"] for found in self._asked.retrieve(question)]

    def _embedding(self) -> Any:
        from llama_index.embeddings.huggingface import HuggingFaceEmbedding

        return HuggingFaceEmbedding(
            model_name=str(self._model),
            query_instruction="query: ",
            text_instruction="passage: ",
            embed_batch_size=_BATCH,
        )


class Haystack:
    """Haystack with its store in memory, kept in a file."""

    def __init__(self, store: Path, model: Path) -> None:
        self._file, self._model = store / "documents.json", model

    def ingest(self, _: Path, files: Files) -> None:
        """Embed and keep every file."""
        from haystack import Document
        from haystack.document_stores.in_memory import InMemoryDocumentStore
        from haystack_integrations.components.embedders.sentence_transformers import (
            SentenceTransformersDocumentEmbedder,
        )

        store = InMemoryDocumentStore(embedding_similarity_function="cosine")
        embedder = SentenceTransformersDocumentEmbedder(
            model=str(self._model), prefix="passage: ", batch_size=_BATCH, progress_bar=False
        )
        embedder.warm_up()
        documents = [Document(content=text, meta={"file": name}) for name, text in files]
        store.write_documents(embedder.run(documents)["documents"])
        self._file.parent.mkdir(exist_ok=True)
        store.save_to_disk(str(self._file))
        self._over(store)

    def open(self) -> None:
        """Load the file."""
        from haystack.document_stores.in_memory import InMemoryDocumentStore

        self._over(InMemoryDocumentStore.load_from_disk(str(self._file)))

    def ask(self, question: str) -> list[str]:
        """The nearest files."""
        embedding = self._embedder.run(question)["embedding"]
        found = self._retriever.run(query_embedding=embedding, top_k=_FOUND)["documents"]
        return [document.meta["file"] for document in found]

    def _over(self, store: Any) -> None:
        from haystack.components.retrievers.in_memory import InMemoryEmbeddingRetriever
        from haystack_integrations.components.embedders.sentence_transformers import (
            SentenceTransformersTextEmbedder,
        )

        self._embedder = SentenceTransformersTextEmbedder(
            model=str(self._model), prefix="query: ", progress_bar=False
        )
        self._embedder.warm_up()
        self._retriever = InMemoryEmbeddingRetriever(store)


class Txtai:
    """txtai with its Faiss index and content in SQLite, whose one cursor takes one at a time."""

    def __init__(self, store: Path, model: Path) -> None:
        self._store, self._model = store, model
        self._turn = threading.Lock()

    def ingest(self, _: Path, files: Files) -> None:
        """Embed and keep every file."""
        from txtai import Embeddings

        self._embeddings = Embeddings(
            path=str(self._model),
            method="sentence-transformers",
            instructions={"query": "query: ", "data": "passage: "},
            content=True,
        )
        self._embeddings.index([(name, text, None) for name, text in files])
        self._embeddings.save(str(self._store))

    def open(self) -> None:
        """Load what was kept."""
        from txtai import Embeddings

        self._embeddings = Embeddings()
        self._embeddings.load(str(self._store))

    def ask(self, question: str) -> list[str]:
        """The nearest files."""
        with self._turn:
            return [found["id"] for found in self._embeddings.search(question, _FOUND)]


SYSTEMS: dict[str, Callable[[Path, Path], System]] = {
    "Pramaan": Pramaan,
    "LangChain": LangChain,
    "LlamaIndex": LlamaIndex,
    "Haystack": Haystack,
    "txtai": Txtai,
}


def quiet() -> None:
    """Before any library is imported: no telemetry, no hub, no bars."""
    os.environ.update(
        {
            "ANONYMIZED_TELEMETRY": "False",
            "HAYSTACK_TELEMETRY_ENABLED": "False",
            "HF_HUB_OFFLINE": "1",
            "TRANSFORMERS_OFFLINE": "1",
            "HF_HUB_DISABLE_PROGRESS_BARS": "1",
            "TOKENIZERS_PARALLELISM": "false",
            "TRANSFORMERS_VERBOSITY": "error",
            "TQDM_DISABLE": "1",
        }
    )
