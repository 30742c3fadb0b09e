"""Norm tables from elsewhere."""
