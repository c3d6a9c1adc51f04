"""What an editor has done since the page was opened: each step is on disk at once and can be taken back."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from build_scripts.operating.review.actions import Action, RefusedActionError
from build_scripts.operating.review.decide import decide
from build_scripts.operating.review.sheet import Desk, Sheet, SheetError
from build_scripts.operating.review.view import Data, view

_MOST_STEPS = 500


@dataclass(slots=True)
class Session:
    """One file under review."""

    desk: Desk
    undone: list[str] = field(default_factory=list)
    """Texts of the sidecar that undoing has left, the last one first to come back."""
    done: list[str] = field(default_factory=list)
    """Texts of the sidecar before each step."""
    lock: threading.Lock = field(default_factory=threading.Lock)

    def show(self) -> Data:
        """Return the page as it is now."""
        with self.lock:
            return self._shown(self.desk.read())

    def act(self, action: Action) -> Data:
        """Carry out an action and return the page as it reads then; with `error` where it could not be done."""
        with self.lock:
            sheet = self.desk.read()
            if action.get("version") != sheet.version:
                return {**self._shown(sheet), "error": "文件刚在别处改过，已经重新读入；请再做一次"}
            try:
                after = self._step(sheet, action)
            except (RefusedActionError, SheetError) as error:
                return {**self._shown(sheet), "error": str(error)}
            return self._shown(after)

    def _step(self, sheet: Sheet, action: Action) -> Sheet:
        word = action.get("do")
        if word not in {"undo", "redo"}:
            after = decide(sheet, action)
            self.desk.write(after.sidecar)
            self.done = [*self.done, sheet.sidecar][-_MOST_STEPS:]
            self.undone.clear()
            return after
        source, target = (self.done, self.undone) if word == "undo" else (self.undone, self.done)
        if not source:
            raise RefusedActionError("没有可以撤销的了" if word == "undo" else "没有可以重做的了")
        self.desk.write(source[-1])
        target.append(sheet.sidecar)
        source.pop()
        return self.desk.read()

    def _shown(self, sheet: Sheet) -> Data:
        return {**view(sheet), "undo": len(self.done), "redo": len(self.undone)}
