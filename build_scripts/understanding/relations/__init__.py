"""What articles have to do with each other: the same text, like contents, figures that contradict each other."""
