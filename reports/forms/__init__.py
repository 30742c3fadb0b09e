"""HTTP text to typed values."""
