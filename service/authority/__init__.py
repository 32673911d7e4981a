"""Who may do what: the permission table, and judging by it."""
