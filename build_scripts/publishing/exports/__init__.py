"""The archive in the forms that re-users open: all are made from `data/articles.jsonl`, line by line."""
