"""The reading engine: from clean text to claims with evidence. One folder of data a language."""

from importlib.util import find_spec


def is_compiled() -> bool:
    """Whether the engine is the compiled one of a wheel, or Python."""
    engine = find_spec("service.extract.reading")
    return engine is not None and engine.origin is not None and not engine.origin.endswith(".py")


def describe_build() -> str:
    """Which of the two it is, for people."""
    return "compiled" if is_compiled() else "Python, not compiled"
