"""Help: what the service is, its roles, its words, and a printed page for each role."""
