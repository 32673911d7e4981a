"""What waits to be done: each duty follows from a fact, and is gone once another makes it needless."""
