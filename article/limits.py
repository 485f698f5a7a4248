"""Lengths that content must keep, checked when it is imported, never when it is sent.

All are in characters. They follow WhatsApp's interactive messages, the narrowest
channel: a reply button's title, a list row's title and description, a body text.
"""

ANSWER_CHARS = 1024
ALERT_CHARS = 600
BUTTON_TITLE_CHARS = 20
ROW_TITLE_CHARS = 24
ROW_DESCRIPTION_CHARS = 72
BUTTONS_PER_MESSAGE = 10
SECTIONS_PER_ANSWER = 3
