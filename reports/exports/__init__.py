"""What leaves the server as a file: one writer a format."""
