"""What readers see: Markdown, index pages, data and search, rendered by MkDocs Material."""
