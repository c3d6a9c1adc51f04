"""What pages tell programs: policies, previews, structured data, ways to cite."""
