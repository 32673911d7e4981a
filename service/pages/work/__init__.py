"""What waits for the reader: which duties are theirs and why, by when, and the way to each."""
