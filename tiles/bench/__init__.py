"""What `bin/bench` measures: our tiles on a city of a million fiches, beside the bare database and other tile servers.

`city` builds a scratch database, `servers` starts what answers, `load` asks; each other module measures one thing and
says it in a table, with its target where there is one. Nothing of the product imports this.
"""
