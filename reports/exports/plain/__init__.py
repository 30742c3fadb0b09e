"""Results as plain text for other programs: CSV files with a codebook, and JSON.

Their words are those of the files, in English like their headers, whatever language the report has.
"""
