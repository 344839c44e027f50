"""A demo athlete: 120 days of a believable life, drawn from a seed and brought in as a person would."""
