"""What is printed: page -> lines with roles -> articles in reading order, mended, nothing lost."""
