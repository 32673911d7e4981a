"""Ratios against raw storage and the plain library, measured side by side."""
