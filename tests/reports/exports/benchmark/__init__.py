"""Files of a benchmark snapshot."""
