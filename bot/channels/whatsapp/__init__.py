"""The article's front door: Meta's WhatsApp Cloud API (docs/whatsapp.md).

channel      routes and start        receiving   POST body -> inbox
signature    who sent the body       payloads    body -> plain values
identity     keyed hashes, sealing   inbox, outbox, tables   all SQL
worker       one reader at a time    answering   message -> replies
outbound     replies -> payloads     sending     payloads -> Meta
graph        HTTP to Meta            errors, retry, pacing   what Meta refuses
choices      taps, numbers, labels   words       STOP, START, delete
"""
