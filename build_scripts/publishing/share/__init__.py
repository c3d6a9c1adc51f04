"""Pictures that a link to an article shows in other programs: its title, set by us, without asking anybody."""
