"""The reading engine compiled: what a wheel holds beside the Python of `service.extract`, where it is asked for.

Nothing here is shipped, or imported by what is: it is used when a wheel is built.
"""
