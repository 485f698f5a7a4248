"""Understanding: spelling, terms, sentence encoder, intents, context."""
