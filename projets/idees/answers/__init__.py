"""Every idea has a service and a day by which it answers; silence is shown."""
