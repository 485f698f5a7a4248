"""What this process reads and opens once, at the first turn."""

from functools import lru_cache

from article.store import ContentStore
from settings import Settings


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process."""
    return Settings.read()


@lru_cache(maxsize=1)
def content_store() -> ContentStore:
    """The one store of this process."""
    url, seconds = settings().database_url, settings().database_timeout_seconds
    return ContentStore(url, seconds)
