"""What readers of all vendors share: what a reader is, and how times, numbers and records are read."""
