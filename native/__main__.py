"""Compile: ``python -m native INTO`` puts the reading engine and the folds into that folder, as a wheel holds them."""

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from native.compiling import CannotCompile, compile_all, list_compiled

ROOT = Path(__file__).parents[1]


def main() -> None:
    """Compile, and say what is there then."""
    parser = argparse.ArgumentParser(prog="python -m native", description=__doc__)
    parser.add_argument("into", type=Path)
    parser.add_argument("--work", type=Path, help="a folder to keep what is written on the way in, for the next time")
    options = parser.parse_args()
    if options.into.resolve() == ROOT:
        parser.error(f"{options.into} is the checkout: its modules would run as they are now, however they are edited")
    with TemporaryDirectory() as folder:
        try:
            modules = compile_all(ROOT, options.into, options.work or Path(folder))
        except CannotCompile as error:
            parser.exit(1, f"native: {error}\n")
    size = sum(module.stat().st_size for module in modules) / 1e6
    sys.stdout.write(f"{len(list_compiled(ROOT))} compiled modules are in {options.into}, {size:.0f} MB\n")


if __name__ == "__main__":
    main()
