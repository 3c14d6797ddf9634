"""`SHAPE=square` and `SHAPE=tall`: for feeds and phones, the words below the picture."""
