"""What is known: read models over the log, each answering for a point in two times."""
