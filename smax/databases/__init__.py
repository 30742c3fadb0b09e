"""Django's databases, each with one thing done faster that every request does."""
