"""A cluster's year in a browser: where it is, how the units stand, and everything that is recorded of it."""
