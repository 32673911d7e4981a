"""Bulk: files of many lines, each line a command like any other, recorded whole or not at all."""
