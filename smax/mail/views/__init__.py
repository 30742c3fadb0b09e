"""Pages of the letters: a firm's outbox, words and settings, and the way out of reminders."""
