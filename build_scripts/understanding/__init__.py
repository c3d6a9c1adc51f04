"""What it says: places, institutions, people, dates, topics and figures of an article."""
