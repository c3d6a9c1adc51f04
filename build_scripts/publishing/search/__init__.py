"""The search of the archive: what is found, and its index as plain files. The engine is docs/assets/search/."""
