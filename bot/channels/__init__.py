"""Where readers meet the assistant."""
