"""The red-flag screen: which signs a message reports, and how grave they are."""
