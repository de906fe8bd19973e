"""What `generate` makes, the same for the same seed."""
