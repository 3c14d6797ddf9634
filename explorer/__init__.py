"""The live explorer: a group's numbers in the browser, every one of them from `grpo_core`."""
