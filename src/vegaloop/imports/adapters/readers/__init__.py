"""A folder a vendor or family of formats, each with its READERS; `common` is what they share."""
