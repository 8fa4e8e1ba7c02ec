"""Parts of the work that go to another service or crew: given, done, dropped; the case is closed once they all are."""
