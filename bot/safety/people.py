"""Words by which a text speaks of someone."""

from bot.safety.wording import sentences

PRONOUNS = {"i", "my", "me", "he", "she", "his", "her", "him", "we", "our"}
RELATIVES = {
    "husband", "hubby", "wife", "partner", "boyfriend", "girlfriend", "mum", "mom",
    "mother", "dad", "father", "son", "daughter", "baby", "kid", "child", "brother",
    "sister", "gran", "grandma", "grandad", "granddad", "grandpa", "nan", "nana",
    "aunt", "uncle", "friend", "mate", "colleague", "neighbour", "neighbor",
    "roommate", "flatmate", "guy", "woman", "man", "lady",
}  # fmt: skip
SPEAKS_OF_SOMEONE = PRONOUNS | RELATIVES
# "fainted after stretching": who begins so leaves out the "i".
HAPPENED = {
    "fainted", "collapsed", "took", "swallowed", "passed", "blacked", "woke", "lost",
    "fell", "hit", "banged",
}  # fmt: skip


def speaks_of_someone(text: str) -> bool:
    """Whether the text does, be it in a short form ("i'm", "shes") or unsaid."""
    said = [sentence.words for sentence in sentences(text)]
    return any(
        SPEAKS_OF_SOMEONE.intersection(words) or HAPPENED.intersection(words[:1])
        for words in said
    )
