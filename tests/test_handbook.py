"""The handbook's commands exist, and its recipes for publishing do what they say where their programs are."""

from __future__ import annotations

import argparse
import gzip
import http.client
import os
import re
import shlex
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import yaml

from build_scripts.__main__ import _parser

ROOT = Path(__file__).parents[1]
PAGES = {path.stem: path.read_text(encoding="utf-8") for path in sorted((ROOT / "docs/handbook").glob("*.md"))}
PUBLISHING = PAGES["publishing"]


def blocks(page: str, language: str) -> list[str]:
    """Return the examples of a page in a language."""
    return re.findall(rf"```{language}\n(.*?)```", page, re.DOTALL)


def needs(program: str) -> None:
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed")


@pytest.mark.parametrize("name", PAGES)
def test_commands_of_the_handbook_exist(name: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"\bmake ([a-z]+)", PAGES[name]))
    assert named <= targets
    for line in re.findall(r"-m build_scripts ([^`\n]+)", PAGES[name]):
        options = _parser().parse_args(shlex.split(line.partition("#")[0]))
        assert isinstance(options, argparse.Namespace)


def test_the_way_to_every_chapter_is_on_the_first_page() -> None:
    assert set(re.findall(r"\]\(([a-z-]+)\.md\)", PAGES["index"])) == set(PAGES) - {"index"}
    assert "handbook/index.md" in (ROOT / "docs/help.md").read_text(encoding="utf-8")


def test_the_pictures_of_the_handbook_are_there() -> None:
    """`make pictures` takes them."""
    shown = [src for page in PAGES.values() for src in re.findall(r'src="\.\./([^"]+)"', page)]
    assert shown
    assert [src for src in shown if not (ROOT / "docs" / src).is_file()] == []


def test_the_workflow_for_checks_is_one() -> None:
    flow = yaml.safe_load(blocks(PUBLISHING, "yaml")[0])
    steps = flow["jobs"]["check"]["steps"]
    assert flow["permissions"] == {"contents": "read"}
    assert [step["run"].split()[-1] for step in steps if "run" in step] == ["requirements.lock", "github"]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Return a folder with a file of each kind that the recipes tell apart."""
    folder = tmp_path / "site"
    files = {
        "index.html": "<!doctype html><title>首页</title>" + "<p>村医每月上门</p>" * 200,
        "404.html": "<!doctype html><title>没有</title>",
        "assets/archive.css": "p { color: red }",
        "data/articles.jsonl": "{}\n",
        "search/list.js": "1",
        "search/7a8f39a566/articles.txt": "村医",
        ".hidden": "secret",
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(command: list[str], port: int, environment: dict[str, str]) -> Iterator[None]:
    with subprocess.Popen(command, env={**os.environ, **environment}, stderr=subprocess.PIPE) as server:
        try:
            for _ in range(200):
                with socket.socket() as probe:
                    if server.poll() is not None or probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.05)
            assert server.poll() is None, server.stderr and server.stderr.read().decode()
            yield
        finally:
            server.terminate()


def ask(port: int, path: str) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path, headers={"Accept-Encoding": "gzip", "Host": "archive.example.org"})
    answer = connection.getresponse()
    found = answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    connection.close()
    return found


def assert_serves_well(port: int) -> None:
    """Check what both servers must do."""
    status, headers, body = ask(port, "/")
    assert (status, headers["content-type"].lower()) == (200, "text/html; charset=utf-8")
    assert headers["content-encoding"] == "gzip"
    assert "首页" in gzip.decompress(body).decode()
    safe = ("x-content-type-options", "referrer-policy", "x-frame-options", "content-security-policy")
    assert [headers[name] for name in safe] == ["nosniff", "no-referrer", "SAMEORIGIN", "frame-ancestors 'self'"]
    assert not re.search(r"\d", headers.get("server", ""))
    caches = {
        path: ask(port, path)[1]["cache-control"]
        for path in ("/", "/search/list.js", "/search/7a8f39a566/articles.txt")
    }
    assert list(caches.values()) == ["no-cache", "no-cache", "public, max-age=31536000, immutable"]
    assert ask(port, "/assets/archive.css")[1]["content-type"].startswith("text/css")
    status, headers, body = ask(port, "/no-such-page.html")
    assert (status, headers["x-content-type-options"]) == (404, "nosniff")
    assert "没有" in (gzip.decompress(body) if headers.get("content-encoding") else body).decode()
    assert ask(port, "/.hidden")[0] == 404


def test_nginx_serves_the_site_with_the_recipe(site: Path, tmp_path: Path) -> None:
    needs("nginx")
    port = free_port()
    recipe = blocks(PUBLISHING, "nginx")[0]
    recipe = recipe.replace("listen 80;", f"listen 127.0.0.1:{port};").replace("/srv/archive/site", str(site))
    (tmp_path / "archive.conf").write_text(recipe, encoding="utf-8")
    folders = "".join(f"{kind}_temp_path {tmp_path};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    user = "user root;" if os.geteuid() == 0 else ""
    (tmp_path / "nginx.conf").write_text(
        f"daemon off; {user} pid {tmp_path}/pid; error_log stderr; events {{}}"
        f"http {{ access_log off; {folders} include {tmp_path}/archive.conf; }}",
        encoding="utf-8",
    )
    with running(["nginx", "-e", "stderr", "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf")], port, {}):
        assert_serves_well(port)


def test_caddy_serves_the_site_with_the_recipe(site: Path, tmp_path: Path) -> None:
    needs("caddy")
    port = free_port()
    recipe = blocks(PUBLISHING, "caddy")[0].replace("/srv/archive/site", str(site))
    recipe = recipe.replace("archive.example.org {", f"http://archive.example.org:{port} {{", 1)
    (tmp_path / "Caddyfile").write_text("{\n\tadmin off\n\tauto_https off\n}\n" + recipe, encoding="utf-8")
    homes = {name: str(tmp_path) for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME")}
    with running(["caddy", "run", "--config", str(tmp_path / "Caddyfile")], port, homes):
        assert_serves_well(port)


def run(script: str, folder: Path, **environment: str) -> None:
    quiet = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "HOME": str(folder)}
    done = subprocess.run(
        ["sh", "-euc", script],
        cwd=folder,
        env={**os.environ, **quiet, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def script_with(words: str) -> str:
    return next(block for block in blocks(PUBLISHING, "sh") if words in block)


def test_a_branch_of_pages_gets_the_site_each_time(site: Path, tmp_path: Path) -> None:
    needs("git")
    run('git init -q --bare store.git && git init -q && git remote add origin "$PWD/store.git"', tmp_path)
    for words in ("第一版", "第二版"):
        (site / "index.html").write_text(words, encoding="utf-8")
        run(script_with("git push -q --force"), tmp_path)
    run("git clone -q -b pages store.git copy", tmp_path)
    assert (tmp_path / "copy/index.html").read_text(encoding="utf-8") == "第二版"
    assert not (site / ".git").exists()


def test_copying_to_a_server_leaves_nothing_old(site: Path, tmp_path: Path) -> None:
    needs("rsync")
    there = tmp_path / "there"
    there.mkdir()
    (there / "old.html").write_text("旧", encoding="utf-8")
    run(script_with("rsync").replace("用户@服务器:/srv/archive/site/", f"{there}/"), tmp_path)
    names = sorted(path.relative_to(there).as_posix() for path in there.rglob("*") if path.is_file())
    assert names == sorted(path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file())


def test_an_object_store_gets_the_whole_site(site: Path, tmp_path: Path) -> None:
    needs("rclone")
    store = tmp_path / "store"
    (store / "archive/search/0000000000").mkdir(parents=True)
    (store / "archive/search/0000000000/articles.txt").write_text("旧索引", encoding="utf-8")
    (store / "archive/old.html").write_text("旧", encoding="utf-8")
    places = {"RCLONE_CONFIG_STORE_TYPE": "alias", "RCLONE_CONFIG_STORE_REMOTE": str(store)}
    run(script_with("rclone"), tmp_path, **places)
    names = {
        path.relative_to(store / "archive").as_posix() for path in (store / "archive").rglob("*") if path.is_file()
    }
    here = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    assert names == here | {"search/0000000000/articles.txt"}
