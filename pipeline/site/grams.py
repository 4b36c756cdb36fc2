"""Which plans may hold a word: an index for sites of more plans than a browser searches at once.

Each two characters that stand beside each other in a plan's items are a number below ``GRAMS``. A plan without the
number of two characters of a word cannot hold the word; one that has it may, and is looked into.
``assets/search.js`` asks the same of the word. Both leave aside what the two languages might fold otherwise.
"""

from __future__ import annotations

import re
import unicodedata
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Sequence

GRAMS = 1 << 15
"""A plan of 180 items has some 6,000 of them, so that a word of two characters is looked for in vain in one of six
plans, one of four characters hardly ever."""
SHARDS = 512
"""Files of the index; with 4,000 plans each is about 40 KB."""
PLANS_AT_ONCE = 200
"""That a browser searches in one go; with no more of them there is no index."""
_JAVASCRIPT_SPACE = re.compile("[\t-\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]+")
"""White space as JavaScript has it."""
_SURE = re.compile("(?=([0-9a-z\u3400-\u9fff]{2}))")
"""Two characters that every language folds alike."""


def grams_of(texts: Iterable[str]) -> str:
    """The numbers that some texts have, as base64 of one bit a number, the highest bit first."""
    bits = bytearray(GRAMS // 8)
    pairs = {pair for text in texts for pair in _SURE.findall(folded(text))}
    for pair in pairs:
        number = gram_number(pair)
        bits[number >> 3] |= 0x80 >> (number & 7)
    return b64encode(bits).decode()


def gram_number(pair: str) -> int:
    """The number of two characters."""
    return (ord(pair[0]) * 7919 + ord(pair[1]) * 104729) % GRAMS


def folded(text: str) -> str:
    """A text as the browser searches it.

    >>> folded("Ａ１　里 幹")
    'a1里幹'
    """
    return _JAVASCRIPT_SPACE.sub("", unicodedata.normalize("NFKC", text).lower())


def index_scripts(plans: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of the index: of each number a row of one bit a plan.

    Args:
        plans: what ``grams_of`` gave of each, in the order of ``assets/plans.js``.
    """
    width = -(-len(plans) // 8)
    rows = [bytearray(width) for _ in range(GRAMS)]
    for place, grams in enumerate(plans):
        mark = 0x80 >> (place & 7)
        for at, byte in enumerate(b64decode(grams)):
            for bit in _BITS[byte]:
                rows[(at << 3) + bit][place >> 3] |= mark
    size = GRAMS // SHARDS
    for shard in range(SHARDS):
        held = b"".join(rows[shard * size : (shard + 1) * size])
        yield f"assets/grams/{shard}.js", f'workplan.index({shard},"{b64encode(held).decode()}");\n'.encode()


_BITS = tuple(tuple(bit for bit in range(8) if byte & (0x80 >> bit)) for byte in range(256))
"""Places of the bits that are set, of each byte."""
