"""The ballot room: for electors, for who chairs, for the wall, for the tellers, and what came out."""
