"""What is measured: the wheel in dist/, where there is one with compiled modules; else the Python of the checkout."""

import os
from pathlib import Path

from native.built import find_wheel, unpack

ROOT = Path(__file__).parents[1]


def unpack_wheel(folder: Path) -> bool:
    """Unpack the wheel in dist/ into a folder; False, and said so, where there is none."""
    wheel = find_wheel(ROOT)
    if wheel is None:
        print("Python alone is measured: nothing compiled is in dist/ (`make wheel` builds a wheel)")
        return False
    old = unpack(wheel, folder, ROOT)
    if old:
        raise SystemExit(f"{wheel} is older than {', '.join(old)}: build it anew with `make wheel`, or delete it")
    return True


def with_packages(folder: Path) -> dict[str, str]:
    """The environment of a process that has the packages of a folder, and of the checkout what is not among them."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(folder), str(ROOT)])}
