"""How fast the archive is and what it takes: figures for operators, measured on their own machine."""
