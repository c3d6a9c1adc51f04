"""What operators meet: what is to be looked at, new files, the report after a run."""
