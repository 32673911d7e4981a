"""The scripts of the examples, run as a reader would run them."""
