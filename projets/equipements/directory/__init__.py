"""Who is in charge here: by theme, the level of government, service, référent, holder of the contract."""
