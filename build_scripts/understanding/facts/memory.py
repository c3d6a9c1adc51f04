"""What earlier figures of an article measured, for clauses that leave it out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_GROWTH = re.compile(r"(?<=.{3})(?:同比|环比|[较比][\u4e00-\u9fff]{1,8}?)?(?:增长|下降|提高|提升|缩短)了?$")
"""A change is not what changes."""


@dataclass(slots=True)
class Memory:
    """What earlier quantities of the article measured, for clauses that leave it out."""

    head: str = ""
    heads: dict[str, str] = field(default_factory=dict)
    recent: list[str] = field(default_factory=list)
    whole: str = ""
    """What the members of a list introduced by 其中 are part of."""
    whole_unit: str = ""
    unit: str = ""
    """Unit of the last quantity."""
    rate: str = ""
    """Of how many the members of a list are counted: 每千人口."""
    counted: str = ""
    """The last thing that was counted, and where its sentence begins."""
    counted_in: int = -1
    topics: dict[int, str] = field(default_factory=dict)
    """What the sentences of the paragraph speak of, by where they begin."""
    verb: str = ""
    """The verb that opens the list that is being read."""

    def keep(self, head: str, unit: str) -> None:
        """Remember what the last quantity measured."""
        head = _GROWTH.sub("", head)
        if head:
            self.head, self.unit = head, unit
            self.heads[unit] = head
            self.recent = [*self.recent[-5:], head]
