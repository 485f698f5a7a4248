"""What runs in the Rasa server: channels and NLU components."""
