"""One entrance to many archives: what each holds is read where it lies, and joined into pages and a search over all."""
