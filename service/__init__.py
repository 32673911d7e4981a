"""Who asks: the log, the application commands, the API and the command line."""
