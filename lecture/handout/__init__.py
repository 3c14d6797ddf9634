"""A cover and a page a film, to read without sound and to write on."""
