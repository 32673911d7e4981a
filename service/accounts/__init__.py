"""People and how they sign in: all that lives outside the log, so that it can be erased.

The log knows a person by an opaque id alone. Here stand the name behind it, logins, sessions, API tokens and
the roles that are given by hand. Secrets are stored as hashes only.
"""
