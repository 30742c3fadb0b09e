"""Acts that write several rows under a rule. Each is one transaction, true on both databases."""
