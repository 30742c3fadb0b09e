"""The sheets of the workbook: each has a name, widths of its columns, and a function that fills it."""
