"""Sign-off: a named person signs what stood on the screen; refuses unread, changed or unauthenticated signing."""
