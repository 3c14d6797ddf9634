import inspect
import subprocess
import sys

import grpo_core


def test_every_public_name_exists_once_and_is_documented():
    assert len(set(grpo_core.__all__)) == len(grpo_core.__all__)
    for name in grpo_core.__all__:
        value = getattr(grpo_core, name)
        if inspect.isfunction(value) or inspect.isclass(value):
            assert inspect.getdoc(value), name


def test_numpy_is_all_that_it_needs():
    code = (
        "import sys, grpo_core; print([m for m in ('manim', 'scipy', 'torch') if m in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"
