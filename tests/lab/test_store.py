"""Weights and records in files: what comes back, and what is refused."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import lab
from lab.store import MEASURED, load_ablations, load_model, load_run
from lab.weights import weights_file


@pytest.fixture
def run(tiny: lab.LanguageModel, tmp_path: Path) -> Path:
    for step, factor in ((0, 1.0), (40, 1.25), (160, 1.5)):
        weights = {name: array * factor for name, array in tiny.weights.items()}
        (tmp_path / f"weights-{step:04}.npz").write_bytes(weights_file(weights))
    return tmp_path


@pytest.mark.parametrize(
    ("step", "factor"), [("start", 1.0), (40, 1.25), (160, 1.5), ("trained", 1.5)]
)
def test_a_checkpoint_comes_back_as_float32(tiny, run: Path, step, factor: float) -> None:
    model = load_model(step, run)
    for name, array in tiny.weights.items():
        assert model.weights[name].dtype == np.float32
        np.testing.assert_allclose(model.weights[name], array * factor, rtol=1e-3, atol=1e-7)


def test_the_same_weights_give_the_same_bytes(tiny) -> None:
    assert weights_file(tiny.weights) == weights_file(dict(tiny.weights))


@pytest.mark.parametrize("step", [41, -1, "41", "", "../weights-0040", None])
def test_a_checkpoint_that_is_not_there_is_told_with_those_that_are(run: Path, step) -> None:
    with pytest.raises(lab.LabError) as told:
        load_model(step, run)
    assert str(told.value) == f"checkpoint {step!r}: there is none; take one of start, 40, trained"


def damage(content: bytes, kind: str) -> bytes:
    return {
        "empty": b"",
        "half": content[: len(content) // 2],
        "bit": content[:200] + bytes([content[200] ^ 1]) + content[201:],
        "text": b"weights\n",
    }[kind]


@pytest.mark.parametrize("kind", ["empty", "half", "bit", "text"])
def test_a_damaged_file_is_told_in_one_line(run: Path, kind: str) -> None:
    file = run / "weights-0040.npz"
    file.write_bytes(damage(file.read_bytes(), kind))
    with pytest.raises(lab.LabError) as told:
        load_model(40, run)
    assert str(told.value) == f"{file}: damaged, or no weights file; get it again"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda w: {n: a for n, a in w.items() if n != "norm"}, "norm: missing"),
        (lambda w: w | {"norm": w["norm"][:4]}, "norm: (4,), not (8,)"),
        (lambda w: w | {"bias": w["norm"]}, "bias: (8,), not none"),
        (lambda w: w | {"norm": np.full(8, np.nan)}, "norm: holds NaN"),
        (lambda w: w | {"mlp_up": np.zeros((0, 8, 32))}, "tokens: (15, 8), not (15, 8)"),
    ],
)
def test_another_model_s_arrays_are_refused(tiny, run: Path, change, said: str) -> None:
    file = run / "weights-0040.npz"
    file.write_bytes(weights_file(change(dict(tiny.weights))))
    with pytest.raises(lab.LabError) as told:
        load_model(40, run)
    assert str(told.value).startswith(f"{file}: {said}")


@pytest.mark.parametrize("content", [None, b"", b"[]", b'{"rows": []}', b"\xff"])
def test_a_record_that_is_none_is_told_in_one_line(tmp_path: Path, content) -> None:
    if content is not None:
        (tmp_path / "run.json").write_bytes(content)
    with pytest.raises(lab.LabError, match=rf"^{tmp_path}/run.json: [^\n]*$"):
        load_run(tmp_path)


CURVE = {
    "name": "base",
    "change": {},
    "seed": 0,
    "steps": 2,
    "held_out": [0.25, 0.5],
    "rows": {name: [0.25, 0.5] for name in MEASURED},
    "answers": [{"text": "408", "reward": 1.0}],
}


def curves_file(folder: Path, curves: object) -> Path:
    file = folder / "ablations.json"
    file.write_text(json.dumps({"start": "0", "recipe": {}, "curves": curves}), encoding="utf-8")
    return file


def test_curves_come_back(tmp_path: Path) -> None:
    curves_file(tmp_path, [CURVE])
    assert load_ablations(tmp_path)["curves"] == [CURVE]


@pytest.mark.parametrize(
    ("curves", "said"),
    [
        (None, "start, recipe or curves: missing"),
        ([CURVE, 1], "curve 2: damaged"),
        ([CURVE | {"steps": 3}], "curve 1: damaged"),
        ([CURVE | {"rows": {"reward": [0.25, 0.5]}}], "curve 1: damaged"),
        ([{name: CURVE[name] for name in CURVE if name != "seed"}], "curve 1: damaged"),
    ],
)
def test_damaged_curves_are_told_in_one_line(tmp_path: Path, curves, said: str) -> None:
    file = curves_file(tmp_path, curves)
    with pytest.raises(lab.LabError) as told:
        load_ablations(tmp_path)
    assert str(told.value) == f"{file}: {said}; get it again"


@pytest.mark.parametrize("package", ["grpo_core", "lab"])
def test_numpy_is_all_that_it_needs(package: str) -> None:
    heavy = {"jax", "optax", "matplotlib", "manim", "scipy", "tqdm", "lecture", "scenes"}
    code = f"import sys, {package}; print({heavy} & {{*sys.modules}}, 'numpy' in sys.modules)"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "set() True"
