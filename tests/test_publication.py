"""One build of a site: what is written, what stays, what goes; the last site stands until the new one is whole."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mkdocs.config import load_config

from build_scripts.publishing import exchange as exchange_module
from build_scripts.publishing import publication as publication_module
from build_scripts.publishing.exchange import exchange, mend_exchange
from build_scripts.publishing.publication import ROOT, Publication, generated_of, workshop_of


def files_of(folder: Path) -> dict[str, str]:
    return {p.relative_to(folder).as_posix(): p.read_text("utf-8") for p in folder.rglob("*") if p.is_file()}


def publish(target: Path, files: dict[str, str], stays: set[str] | None = None) -> bool:
    publication = Publication(target)
    for path, text in files.items():
        (publication.new / path).parent.mkdir(parents=True, exist_ok=True)
        (publication.new / path).write_text(text, encoding="utf-8")
    publication.stays = stays or set()
    try:
        return publication.publish()
    finally:
        publication.close()


def test_what_is_written_is_taken_what_stays_stays_and_the_rest_goes(tmp_path: Path) -> None:
    site = tmp_path / "site"
    assert publish(site, {"a/1.html": "一", "a/2.html": "二", "b/3.html": "三"})
    assert publish(site, {"a/1.html": "壹", "c.html": "新"}, {"a/2.html"})
    assert files_of(site) == {"a/1.html": "壹", "a/2.html": "二", "c.html": "新"}
    assert publish(site, {"a": "不再是文件夹", "c.html": "新"})
    assert files_of(site) == {"a": "不再是文件夹", "c.html": "新"}


def test_a_site_that_is_as_it_was_is_not_touched(tmp_path: Path) -> None:
    site = tmp_path / "site"
    publish(site, {"a.html": "一", "b.html": "二"})
    before = site.stat().st_ino, (site / "a.html").stat().st_ino
    assert not publish(site, {"a.html": "一"}, {"b.html"})
    assert (site.stat().st_ino, (site / "a.html").stat().st_ino) == before


HISTORY = st.lists(st.dictionaries(st.sampled_from("abcdef"), st.sampled_from(["一", "二", "三"])), max_size=6)


@settings(max_examples=30)
@given(HISTORY, st.data())
def test_any_history_ends_in_its_last_site(
    tmp_path_factory: pytest.TempPathFactory, history: list[dict[str, str]], data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("history")
    site = folder / "site"
    last: dict[str, str] = {}
    for files in history:
        same = {path for path, text in files.items() if last.get(path) == text}
        stays = data.draw(st.sets(st.sampled_from(sorted(same)))) if same else set()
        publish(site, {path: text for path, text in files.items() if path not in stays}, stays)
        assert files_of(site) == files
        last = files


def test_hidden_files_of_a_site_belong_to_whoever_put_them_there(tmp_path: Path) -> None:
    site = tmp_path / "site"
    publish(site, {"a.html": "一"})
    (site / ".git").mkdir()
    for at, text in enumerate("甲乙丙"):
        (site / ".git/HEAD").write_text(text, encoding="utf-8")
        publish(site, {"a.html": str(at)})
        assert files_of(site) == {"a.html": str(at), ".git/HEAD": text}


def test_a_site_that_somebody_else_has_changed_is_made_anew(tmp_path: Path) -> None:
    site = tmp_path / "site"
    publish(site, {"a.html": "一", "b.html": "二"})
    publish(site, {"a.html": "一", "b.html": "二", "c.html": "三"})
    (site / "b.html").unlink()
    publication = Publication(site)
    assert publication.last.folder == publication_module.NOWHERE
    publication.close()


STEPS = ("_make_twin", "_remove", "_take_over", "_carry_hidden", "_catch_up", "_note_down")


@pytest.mark.parametrize("step", STEPS)
def test_a_build_that_stops_at_any_step_leaves_a_whole_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    site = tmp_path / "site"
    first, second = {"a.html": "一", "b.html": "二"}, {"a.html": "壹", "c.html": "三"}
    publish(site, {"a.html": "零"})
    publish(site, first)
    if step == "_make_twin":
        (workshop_of(site) / "published.json").unlink()
    usual: Callable[..., Iterator[str] | None] = getattr(Publication, step)

    def stop(*arguments: object) -> None:
        list(usual(*arguments) or ())
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Publication, step, stop)
        with pytest.raises(KeyboardInterrupt):
            publish(site, second)
    assert files_of(site) == (second if step in {"_catch_up", "_note_down"} else first)
    publish(site, second)
    assert files_of(site) == second


@pytest.mark.parametrize("kept", [0, 1, 2])
def test_an_exchange_that_was_interrupted_is_mended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kept: int) -> None:
    monkeypatch.setattr(exchange_module, "_in_one_step", lambda _one, _other: False)
    one, other = tmp_path / "one", tmp_path / "other"
    one.mkdir()
    other.mkdir()
    (one / "new").touch()
    renames = 0
    usual = Path.rename

    def stop(path: Path, target: Path) -> Path:
        nonlocal renames
        renames += 1
        if renames > kept:
            raise KeyboardInterrupt
        return usual(path, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", stop)
        with pytest.raises(KeyboardInterrupt):
            exchange(one, other)
    mend_exchange(one, other)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one", "other"]
    assert [path.name for path in other.iterdir()] == (["new"] if kept == 2 else [])


def test_folders_change_places_in_one_step(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    (one / "a").mkdir(parents=True)
    (other / "b").mkdir(parents=True)
    exchange(one, other)
    assert [path.name for path in one.iterdir()] == ["b"]
    assert [path.name for path in other.iterdir()] == ["a"]


def test_a_second_build_waits_for_the_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = Publication(tmp_path / "site")
    done: list[Publication] = []
    second = threading.Thread(target=lambda: done.append(Publication(tmp_path / "site")))
    second.start()
    second.join(0.2)
    assert not done
    first.close()
    second.join()
    done[0].close()
    assert "另一次生成正在进行" in capsys.readouterr().err


def test_without_links_files_are_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_source: Path, _target: Path) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    for text in "一二三":
        publish(tmp_path / "site", {"a.html": text}, {"b.html"} if text != "一" else set())
    assert files_of(tmp_path / "site") == {"a.html": "三"}
    assert workshop_of(tmp_path / "site").is_dir()


def test_the_generated_tree_lies_where_mkdocs_does_not_look() -> None:
    config = load_config(str(ROOT / "mkdocs.yml"))
    assert not generated_of(ROOT / "site").is_relative_to(config.docs_dir)
