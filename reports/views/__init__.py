"""Pages and files that show scores."""
