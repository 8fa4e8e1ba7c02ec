"""The référents’ desk: what their quartier holds, what they carry, what they set aside and why."""
