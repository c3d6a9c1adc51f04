"""The editor's desk in a browser: raw text and reading side by side, decisions written into the sidecar."""
