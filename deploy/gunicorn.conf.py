"""Gunicorn, the same from bin/run and docker-compose.yml; the address comes from the command line."""

import os

# Sync workers with persistent database connections: on two cores the fastest of what was measured for tiles.
workers = int(os.environ.get("CARTO_WEB_PROCESSES", "2"))
timeout = 60
keepalive = 5
preload_app = True  # one import for all: a faster start and less memory
control_socket_disable = True
# What, when and how long; never who: no address of a resident is written down.
accesslog = "-"
access_log_format = '%(t)s "%(m)s %(U)s" %(s)s %(b)s %(M)sms'
