"""What the Makefile runs: prepare the assistant, start and stop its servers."""
