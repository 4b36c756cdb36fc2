"""The review desk: people check each item against its page, in their own browser, on their own machine."""
