"""The article's front door: Meta's WhatsApp Cloud API (docs/whatsapp.md).

channel     routes, off and on       connector   the parts put together
signature   who signed a body        payloads, contents   body -> plain values
receiving   stored before the 200    inbox, readers, statuses, tables   what is stored
worker, leases     readers side by side       clerk, claims   one message's way
answering, words   message -> replies         choices, quoting   taps, numbers, labels
outbound, formatting, lengths        replies -> WhatsApp messages
sending, outbox, graph, pacing, read_marks    messages -> Meta
errors, retry, halting, alarms       what Meta refuses, and what then
identity, wishes, house              keyed hashes; stop, delete; what is dropped
"""
