"""What a run remembers for the next one: a file that may be deleted at any time, and costs only time when it is."""
