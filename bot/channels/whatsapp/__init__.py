"""The article's front door: Meta's WhatsApp Cloud API (docs/whatsapp.md).

channel     routes, off and on       connector   the parts put together
signature   who signed a body        payloads, contents   body -> plain values
receiving   stored before the 200    inbox, readers, outbox, tables   all SQL
identity    keyed hashes, sealing    words, choices   requests, taps, numbers
worker      readers side by side     answering   message -> replies
outbound, formatting, lengths        replies -> WhatsApp messages
sending, graph, pacing, read_marks   messages -> Meta
errors, retry, halting               what Meta refuses, and what then
"""
