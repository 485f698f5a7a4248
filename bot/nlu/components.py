"""What the graph components share: their registration base and the content folder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.exceptions import InvalidConfigException

from article.content import Content
from article.files import fingerprint, read_content
from bot.nlu.sentence_encoder import SentenceEncoder
from bot.nlu.sources import LEARNING, sources_fingerprint
from bot.nlu.terms import TermMatcher
from bot.nlu.vector_cache import VectorCache
from settings import ROOT

VECTORS = ROOT / "models" / "vectors.npz"
# Set by the spelling corrector, read by the components behind it.
WORDS = "words"


@lru_cache(maxsize=1)
def sentence_encoder() -> SentenceEncoder:
    """The one encoder of this process."""
    return SentenceEncoder()


@lru_cache(maxsize=1)
def training_vectors() -> VectorCache:
    """The vectors of this training and of those before."""
    return VectorCache(VECTORS, sentence_encoder())


def term_matcher(names: Mapping[str, Iterable[str]]) -> TermMatcher:
    """The one matcher of these names (`TermMatcher`) in this process."""
    return _term_matcher(tuple((key, tuple(said)) for key, said in names.items()))


@lru_cache(maxsize=1)
def _term_matcher(names: tuple[tuple[str, tuple[str, ...]], ...]) -> TermMatcher:
    return TermMatcher(dict(names))


class ContentComponent(GraphComponent):
    """A component trained on the content files beside the training data."""

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
    ) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ContentComponent:
        """A component that is not trained yet."""
        return cls(config, model_storage, resource)

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`content`: the folder of the content files, relative to the project."""
        return {"content": "content"}

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Refuse options the component does not have and values it cannot use.

        Raises:
            InvalidConfigException: naming the component and the option.
        """
        known = cls.get_default_config()
        for option, value in config.items():
            if option.startswith("__"):
                continue  # Rasa's own
            if option not in known:
                raise InvalidConfigException(f"{cls.__name__} has no option {option!r}")
            if type(value) is not type(known[option]):
                kind = type(known[option]).__name__
                message = f"{cls.__name__}: {option} must be a {kind}, not {value!r}"
                raise InvalidConfigException(message)
        if not (ROOT / config.get("content", "content")).is_dir():
            message = f"{cls.__name__}: content: no folder {config['content']!r}"
            raise InvalidConfigException(message)

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """Makes Rasa train again when the content or the way of learning changed."""
        return fingerprint(_folder(config)) + _learning_fingerprint()

    def content(self) -> Content:
        """The content files.

        Raises:
            ContentError: they hold mistakes.
        """
        return _content(self.folder(), fingerprint(self.folder()))

    def folder(self) -> Path:
        """The folder of the content files."""
        return _folder(self._config)


@lru_cache(maxsize=1)
def _learning_fingerprint() -> str:
    return sources_fingerprint(LEARNING)


@lru_cache(maxsize=1)
def _content(folder: Path, _: str) -> Content:
    """Read once, for all components of a training."""
    return read_content(folder)


def _folder(config: dict[str, Any]) -> Path:
    return ROOT / config.get("content", "content")
