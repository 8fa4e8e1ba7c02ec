"""Organisations that publish their own facilities, costs and uses, signed."""
