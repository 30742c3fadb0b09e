"""Letters: the outbox, the templates a firm may edit, and the way to the mail server."""
