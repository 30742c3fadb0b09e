"""Norm tables from elsewhere: read, checked line by line, and kept beside the server's own snapshots."""
