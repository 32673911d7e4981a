"""What a reviewer tried to break, and no longer can."""
