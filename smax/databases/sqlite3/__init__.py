"""Django's SQLite, which reads through each statement once."""
