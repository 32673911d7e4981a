"""Moving house: a log and all that stands beside it, from one database to another."""
