"""A client of the HTTP interface for programs in Python: a method for each route that reads, with its answer's type.

    with Client("http://127.0.0.1:8000") as chancery:
        print(chancery.relation("MLI", "RUS", as_of="2025-04-30").status)
        for visit in chancery.visits(status=["pending"]):
            print(visit.visitor, visit.host, visit.due)

Days are written YYYY-MM-DD, or given as ``date``. What a route refuses is raised as ``Problem``; where nobody answers,
httpx raises what it raises.
"""

from service.client.asking import Listing, Problem
from service.client.reading import Client

__all__ = ["Client", "Listing", "Problem"]
