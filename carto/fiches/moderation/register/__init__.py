"""The public register: every act of moderation, month by month, by role and never by name; and each act's own page."""
