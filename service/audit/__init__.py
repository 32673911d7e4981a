"""What an inspector asks for beside the log."""
