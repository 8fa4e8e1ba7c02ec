"""What anyone makes of the contributions, beside the official word; and what one has time for."""
