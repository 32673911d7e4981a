"""A log of national size: what loading, rebuilding, verifying and asking take of time, memory and disk."""
