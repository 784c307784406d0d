"""Token buckets: who asks too often waits, others do not, and memory is bounded."""

from service.api.limits import Limits, name_address


class Clock:
    """Seconds as a test says."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        """Say what time it is."""
        return self.now


def test_a_burst_passes_and_then_as_many_as_the_rate_gives() -> None:
    """Three at once, then one each half second; the answer to one too many is how long to wait."""
    clock = Clock()
    limits = Limits(2, 3, clock)
    assert [limits.take("a") for _ in range(3)] == [0, 0, 0]
    assert limits.take("a") == 0.5
    clock.now += 0.25
    assert limits.take("a") == 0.25
    clock.now += 0.25
    assert limits.take("a") == 0
    assert limits.take("a") > 0


def test_others_have_buckets_of_their_own() -> None:
    """What one key used up another still has, and a long pause fills a bucket to its brim and no further."""
    clock = Clock()
    limits = Limits(1, 2, clock)
    assert [limits.take("a"), limits.take("a"), limits.take("b")] == [0, 0, 0]
    assert limits.take("a") == 1
    clock.now += 1000
    assert [limits.take("a") for _ in range(3)] == [0, 0, 1]


def test_a_rate_of_nothing_limits_nobody_and_keeps_nothing() -> None:
    """Without a rate every request passes and no bucket is made."""
    limits = Limits(0, 1, Clock())
    assert {limits.take("a") for _ in range(100)} == {0}
    assert len(limits) == 0


def test_the_buckets_are_bounded() -> None:
    """Of many addresses the longest unused is forgotten first."""
    limits = Limits(1, 1, Clock(), most=2)
    for who in ("a", "b", "a", "c"):
        limits.take(who)
    assert len(limits) == 2
    assert limits.take("a") > 0
    assert limits.take("b") == 0


def test_an_ipv6_customer_is_one_address() -> None:
    """Addresses of one network of 64 bits share a bucket, and an IPv4 address is the same however it is written."""
    assert name_address("2001:db8::1") == name_address("2001:db8::ffff:2")
    assert name_address("2001:db8::1") != name_address("2001:db8:0:1::1")
    assert name_address("::ffff:192.0.2.1") == name_address("192.0.2.1") == "192.0.2.1"
    assert name_address("unix") == "unix"
