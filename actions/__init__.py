"""What runs in the action server: one module an action, plain functions beside."""
