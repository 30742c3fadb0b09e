"""Forms: HTTP text to typed values."""
