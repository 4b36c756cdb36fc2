"""What people are told: one kind of message, one table of severities, the texts in catalogues."""
