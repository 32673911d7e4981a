"""The service over HTTP: the interface for programs, and what stands before every route."""
