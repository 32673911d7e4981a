"""What may happen in an emulation year: pure decisions and facts."""
