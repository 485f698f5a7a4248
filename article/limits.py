"""WhatsApp's limits, which the content keeps too: it is the narrowest channel.

Content is checked against them when it is imported; the WhatsApp channel cuts and
splits by them whatever else it has to send. Lengths are in characters, counted by
WhatsApp as UTF-16 units for all anyone knows. Source: Meta's pages on text and
interactive messages and its OpenAPI description of v23.0; where these disagree,
what Meta was seen to enforce.
"""

ANSWER_CHARS = 1024
ALERT_CHARS = 600
BUTTON_TITLE_CHARS = 20
ROW_TITLE_CHARS = 24
ROW_DESCRIPTION_CHARS = 72
BUTTONS_PER_MESSAGE = 10
SECTIONS_PER_ANSWER = 3
MESSAGES_PER_TURN = 3  # on every channel
ITEM_CHARS = 250  # three items stand side by side in one answer

# So that the self-check's summary of all its signs is one message.
SELF_CHECK_SIGNS = 6
SELF_CHECK_QUESTION_CHARS = 600
SIGN_NAME_CHARS = 130
DOCTOR_QUESTION_CHARS = 150

TEXT_CHARS = 4096
INTERACTIVE_BODY_CHARS = ANSWER_CHARS
REPLY_BUTTONS = 3
LIST_ROWS = BUTTONS_PER_MESSAGE
BUTTON_ID_CHARS = 256
ROW_ID_CHARS = 200
LIST_BUTTON_CHARS = 20
LINK_BUTTON_CHARS = 20
SECTION_TITLE_CHARS = 24
