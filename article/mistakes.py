"""How a mistake in the content files is told to the editor who made it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Mistake:
    """One mistake: in which file, at which entry, and why it is one."""

    file: str
    entry: str
    reason: str

    def __str__(self) -> str:
        return f"{self.file}: {self.entry}: {self.reason}"


class ContentError(ValueError):
    """The content files hold mistakes; nothing was imported."""

    def __init__(self, mistakes: list[Mistake]) -> None:
        super().__init__("\n".join(str(mistake) for mistake in mistakes))
        self.mistakes = mistakes
