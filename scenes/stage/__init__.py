"""The engine of the films, and the pictures that two films or more show."""
