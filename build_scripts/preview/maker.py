"""Makes the rounds of the preview: a program that has everything loaded, and makes a copy of itself for each round.

A copy begins where all that takes long is done, may do several things at a time, and leaves nothing behind that the
next round would have to forget. A byte at the input asks for a round, a line of JSON at the output says what has gone
wrong, or null, and the end of the input ends the program. It begins anew where the program has changed since, and
after each round where processes cannot be copied.
"""

from __future__ import annotations

import gc
import json
import logging
import os
import sys
import traceback
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from build_scripts.digests import CODE, digest_of
from build_scripts.processes import shares_memory

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

ROOT = Path(__file__).resolve().parents[2]
_WANTED = "wanted"
"""Last argument of one that has begun anew, and is to make a round at once."""
_SHOWN = -3
"""Of the way to a fault its end: the line of a template that an editor has changed is the last."""
_KNOWN = 4
"""Pages that are read ahead: what one asks for is not all that another does."""


def main(source: Path, settings: str, level: int, *, wanted: bool) -> None:
    """Make rounds as long as somebody asks for them."""
    program = _program()
    answers = os.dup(1)
    os.dup2(2, 1)  # what a round prints goes where its errors go
    config = _load(settings, level)
    _warm_up(source)
    gc.collect()
    gc.freeze()  # else each copy that searches for garbage would come to have all of it twice
    gc.disable()  # who makes much switches it on
    while wanted or os.read(0, 1):
        wanted = False
        if program != _program():
            _begin_anew(answers, _WANTED)
        if not shares_memory():
            _make(config, answers)
            _begin_anew(answers)
        copy = os.fork()
        if not copy:
            try:
                _make(config, answers)
                os._exit(0)
            finally:
                os._exit(1)
        if os.waitpid(copy, 0)[1]:
            return  # it could not say why, so this ends too, which is told


def _program() -> str:
    """Return a digest of all that is loaded once."""
    return digest_of([CODE, ROOT / "mkdocs.yml"])


def _load(settings: str, level: int) -> MkDocsConfig:
    """Return the settings of the site."""
    from mkdocs.config import load_config

    if level:
        from mkdocs.__main__ import ColorFormatter

        handler, logger = logging.StreamHandler(), logging.getLogger("mkdocs")
        handler.setFormatter(ColorFormatter())
        logger.addHandler(handler)
        logger.setLevel(level)
    config = load_config(**json.loads(settings))
    config.plugins.on_startup(command="serve", dirty=False)
    return config


def _warm_up(source: Path) -> None:
    """Load what a round asks for, and read pages that are known: rules and word lists take longer than all the rest."""
    import build_scripts.pipeline.opening
    import build_scripts.pipeline.stored
    import build_scripts.publishing.update  # noqa: F401  all of them are for the rounds
    from build_scripts.pipeline.work import read_batch, warm_up
    from build_scripts.publishing.site import load_rooms
    from build_scripts.reading.sources import Source, find_sources

    load_rooms()
    warm_up()
    known = (one for one in find_sources(source) if isinstance(one, Source))
    read_batch(source, datetime.now(UTC).date(), [*islice(known, _KNOWN)])


def _make(config: MkDocsConfig, answers: int) -> None:
    """Make a round; what has gone wrong is told at its end, and nothing as soon as the new site can be seen."""
    from mkdocs.commands.build import build
    from mkdocs.exceptions import MkDocsException

    from build_scripts.publishing.publication import Publication

    seen: list[bool] = []

    def show() -> None:
        os.write(answers, b"null\n")
        seen.append(True)

    Publication.in_place = show
    error = None
    try:
        build(config, serve_url=config.site_url)
    except MkDocsException as problem:
        error = str(problem)
    except Exception:  # noqa: BLE001  it is shown, and the preview goes on
        error = traceback.format_exc(limit=_SHOWN)
    if not seen:
        os.write(answers, f"{json.dumps(error)}\n".encode())
    elif error:
        print(error, file=sys.stderr)


def _begin_anew(answers: int, *more: str) -> NoReturn:
    os.dup2(answers, 1)
    os.execv(sys.executable, [sys.executable, "-m", "build_scripts.preview.maker", *sys.argv[1:4], *more])  # noqa: S606  our own program


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), wanted=sys.argv[4:] == [_WANTED])
