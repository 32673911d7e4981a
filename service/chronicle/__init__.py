"""Chronicles: files in which a secretary writes a cycle down, and what reads and writes them."""
