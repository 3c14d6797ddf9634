"""The films: one file, one scene class each; what they share is in `scenes.stage`."""
