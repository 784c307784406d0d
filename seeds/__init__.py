"""Reference data: states, organisations, their names, publishers, units and office holders.

The folder holds data files only; `SOURCES.md` says what each column means and where it comes from.
Read a file with `importlib.resources.files("seeds")`.
"""
