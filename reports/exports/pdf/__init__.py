"""The report as a PDF file."""
