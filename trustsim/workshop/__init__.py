"""The workshop without its screen: lessons and their exercises, and the rooms in which they are held."""
