"""A form for every command: read off the command's arguments, as its address over HTTP is."""
