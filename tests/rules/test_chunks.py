"""Many keys a chunk at a time."""

from app.rules.chunks import CHUNK, chunks


def test_all_come_in_their_order_and_none_twice() -> None:
    keys = list(range(2 * CHUNK + 1))
    some = list(chunks(keys))
    assert [len(one) for one in some] == [CHUNK, CHUNK, 1]
    assert [key for one in some for key in one] == keys
    assert list(chunks([])) == [] and list(chunks("abc", 2)) == ["ab", "c"]
