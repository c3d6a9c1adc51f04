"""Names: institutions and people under one roof."""

from build_scripts.understanding.institutions import find_institutions
from build_scripts.understanding.people import find_people

__all__ = ["find_institutions", "find_people"]
