"""The compiled company of look-alikes: what it rules out, the dictionary rules out too."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from build_scripts.lexicon import lexicon_words, segmenter
from build_scripts.reading.company import lookalikes, rivals

CHARS = st.sampled_from(sorted(set("".join(lexicon_words()) + "医院病人民市区卫生健康老年妇幼")))


@given(CHARS, st.sampled_from(sorted(lookalikes())), CHARS)
def test_what_keeps_no_company_makes_no_word(before: str, char: str, after: str) -> None:
    rival = rivals()[char]
    assert rival
    kept = rival.behind(before) + rival.ahead(after)
    for other in lookalikes()[char]:
        words = segmenter().cut(before + other + after, hmm=False)
        assert other in words or other in kept


def test_words_of_the_lexicon_are_company() -> None:
    table = lookalikes()
    for word in lexicon_words():
        for at, right in enumerate(word):
            for char in table.get(right, ""):
                rival = rivals()[char]
                assert rival
                assert right in rival.behind(word[at - 1 : at]) + rival.ahead(word[at + 1 : at + 2]), word


def test_every_row_of_lookalikes_is_compiled() -> None:
    assert not [char for char in lookalikes() if (rival := rivals()[char]) and rival.unknown]
