"""Files as they arrive, taken apart: what every reader of an outside format stands on."""
