"""The state file itself: one SQLite database, found, opened, dated, and thrown away when it is of no more use."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

FILE = "state.sqlite"
VERSION = 1
"""Of the tables. A newer program makes the file anew, which costs one full build; an older one refuses."""


class StateError(Exception):
    """A state file that this program must not touch; its text tells the operator what to do."""


def open_state(path: Path | None, tables: str, content: str = "") -> sqlite3.Connection:
    """Return the database at a path, or one in memory; what is damaged or older is made anew, empty.

    `tables` creates what it holds; `content` dates what is in it: with another one it is emptied. Raises StateError
    where a newer program has written it, and where it cannot be written at all.
    """
    if path is None:
        return _prepared(sqlite3.connect(":memory:", isolation_level=None), tables, content)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            return _open(path, tables, content)
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError) and "locked" in str(error):
                raise
            remove_state(path)
            return _open(path, tables, content)
    except (OSError, sqlite3.Error) as error:
        raise unwritable(path, error) from error


def unwritable(path: Path | None, error: Exception) -> StateError:
    """Return what an operator is told of a state file that cannot be opened or written."""
    remedy = "请检查这个文件夹的写入权限和磁盘空间；另一次生成还没结束的，等它结束"
    return StateError(f"{path}：打不开或写不进去（{error}）；{remedy}")


def connect(path: Path) -> sqlite3.Connection:
    """Return one more connection to a state file that is open already, for reading."""
    return sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True, isolation_level=None, timeout=60)


def _open(path: Path, tables: str, content: str) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, timeout=60)
    try:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        _refuse_newer(path, version)
        if version and (version < VERSION or _content(connection) != content):
            connection.close()
            remove_state(path)
            connection = sqlite3.connect(path, isolation_level=None, timeout=60)
        # After a power cut the file may be damaged: it is then made anew, so nothing need wait for the disk.
        connection.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536;")
        return _prepared(connection, tables, content)
    except BaseException:
        connection.close()
        raise


def _refuse_newer(path: Path, version: int) -> None:
    if version > VERSION:
        told = f"{path}：这是新版程序留下的（第 {version} 版，本程序只认到第 {VERSION} 版）"
        raise StateError(f"{told}；请改用新版程序，或者删掉这个文件再运行一次，内容会重新算出来")


def _prepared(connection: sqlite3.Connection, tables: str, content: str) -> sqlite3.Connection:
    if not connection.execute("PRAGMA user_version").fetchone()[0]:
        with transaction(connection):
            for statement in filter(str.strip, tables.split(";")):
                connection.execute(statement)
            connection.execute("CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT)")
            connection.execute("INSERT INTO about VALUES ('content', ?)", (content,))
            connection.execute(f"PRAGMA user_version = {VERSION}")
    return connection


def _content(connection: sqlite3.Connection) -> str:
    return str(connection.execute("SELECT value FROM about WHERE name = 'content'").fetchone()[0])


def remove_state(path: Path) -> None:
    """Delete a state file with what SQLite keeps beside it."""
    for ending in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + ending).unlink(missing_ok=True)


@contextlib.contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """Make what happens inside happen whole or not at all."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield connection
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")
