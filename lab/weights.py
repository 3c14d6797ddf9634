"""A model's weights in a file: float16 arrays by name, an npz archive."""

import io
import zipfile
from pathlib import Path

import numpy as np

from lab.errors import LabError
from lab.model import HEADS, Floats, Weights, shapes_of

MOST_BYTES = 4_000_000


def read_weights(path: Path) -> dict[str, Floats]:
    """The arrays of a weights file as float32.

    Raises:
        LabError: there is no such file, it is damaged, or it holds another model's arrays.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
        with np.load(io.BytesIO(content), allow_pickle=False) as archive:
            arrays = {name: archive[name].astype(np.float32) for name in archive.files}
    except OSError as error:
        raise LabError(f"{path}: cannot be read ({error.strerror}); check the path") from None
    except (ValueError, KeyError, EOFError, zipfile.BadZipFile, NotImplementedError):
        raise LabError(f"{path}: damaged, or no weights file; get it again") from None
    _check(path, arrays)
    return arrays


def _check(path: Path, arrays: dict[str, Floats]) -> None:
    up = arrays.get("mlp_up", np.empty(0))
    blocks, width = up.shape[:2] if up.ndim == 3 else (0, 0)
    expected = shapes_of(width, blocks)
    for name in [*expected, *arrays]:
        found = arrays[name].shape if name in arrays else "missing"
        if found != expected.get(name) or not blocks or width % HEADS:
            wanted = expected.get(name, "none")
            raise LabError(f"{path}: {name}: {found}, not {wanted}; get the file again")
        if not np.isfinite(arrays[name]).all():
            raise LabError(f"{path}: {name}: holds NaN or infinity; get the file again")


def weights_file(weights: Weights) -> bytes:
    """The content of a weights file; the same weights give the same bytes."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, array in weights.items():
            member = io.BytesIO()
            np.lib.format.write_array(member, np.asarray(array, dtype=np.float16))
            archive.writestr(zipfile.ZipInfo(f"{name}.npy"), member.getvalue())
    return content.getvalue()


def rounded(weights: Weights) -> dict[str, Floats]:
    """The weights as they come back from their file: float16's values in float32."""
    return {
        name: np.asarray(array, dtype=np.float16).astype(np.float32)
        for name, array in weights.items()
    }


def with_bits(weights: Weights, bits: int) -> dict[str, Floats]:
    """The weights as an engine holds them that keeps `bits` significant binary digits of each.

    Example:
        >>> with_bits({"gain": np.array([1.0, 1.3, -0.7], dtype=np.float32)}, 3)["gain"]
        array([ 1.  ,  1.25, -0.75], dtype=float32)
    """
    found = {}
    for name, array in weights.items():
        share, power = np.frexp(np.asarray(array, dtype=np.float32))
        found[name] = np.ldexp(np.round(share * 2**bits) / 2**bits, power).astype(np.float32)
    return found
