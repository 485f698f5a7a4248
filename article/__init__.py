"""The article as structured content: files, database, and what both servers share.

Neither `bot` nor `actions` is imported here; both may import this package.
"""
