"""What arrives by SMS, mail, voice or from elsewhere, until a person places it; and the answer back."""
