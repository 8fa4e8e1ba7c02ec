"""tipg on a socket: its settings only take an address with a host, the driver under them takes both.

Run by uvicorn in the environment that the bench made for tipg: BENCH_DATABASE is a libpq address.
"""

import os

from tipg import database
from tipg.settings import PostgresSettings


def _settings() -> PostgresSettings:
    sizes = {"db_min_conn_size": 2, "db_max_conn_size": 2}  # of each of the two processes
    return PostgresSettings.model_construct(database_url=os.environ["BENCH_DATABASE"], **sizes)


database.PostgresSettings = _settings

from tipg.main import app  # noqa: E402, F401  (after the settings)
