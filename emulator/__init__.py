"""A phone on the desk: Meta's side of WhatsApp, to try and test the product against.

A development tool. It plays the Graph API towards the product (`graph`), the
readers' phones towards the publisher (`page`) and the tests (`inbound`), and what
goes wrong between them (`faults`, `line`). It knows nothing of the product's code.
"""
