"""Brings content and model up to date, doing only what changed since the last time.

`python -m ops.prepare` imports the content when its files differ from what the
database holds, and trains when anything a model is made from changed.
"""

import os
import subprocess
import sys
from pathlib import Path

from article import importer
from article.files import fingerprint
from article.store import ContentStore, StoreError
from bot.nlu.sources import LEARNING, sources_fingerprint
from settings import ROOT, Settings, SettingsError

MODELS = ROOT / "models"
TRAINED_FROM = MODELS / "trained_from"
SOURCES = ("config.yml", "domain.yml", "content", "data", *LEARNING)
GLIBC = {"MALLOC_TRIM_THRESHOLD_": "1000000"}  # bytes
CPU_INFO = Path("/proc/cpuinfo")  # of Linux
AVX512 = {"avx512f", "avx512cd", "avx512bw", "avx512dq", "avx512vl"}
QUIET = {
    "RASA_TELEMETRY_ENABLED": "false",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "PYTHONWARNINGS": "ignore",
}


def environment() -> dict[str, str]:
    """The environment for Rasa's commands.

    Its console is kept readable, and memory is given back to the system once it is
    not used. The OpenBLAS that NumPy 1 and its SciPy carry does not know that AMD's
    processors have AVX-512 and runs there at half their speed.
    """
    quick = {"OPENBLAS_CORETYPE": "SkylakeX"} if _has_avx512() else {}
    return {**QUIET, **GLIBC, **quick, **os.environ}


def _has_avx512() -> bool:
    """Whether the processor has all of AVX-512 that OpenBLAS's SkylakeX code uses."""
    if not CPU_INFO.is_file():
        return False
    return set(CPU_INFO.read_text("utf-8").split()) >= AVX512


def import_content(settings: Settings) -> int:
    """Import the content files unless the database holds them; an exit status."""
    store = ContentStore(settings.database_url, settings.database_timeout_seconds)
    try:
        stored = store.content().revision
    except StoreError:
        stored = ""  # nothing imported yet, or by a version with other tables
    if stored and fingerprint(importer.CONTENT_FOLDER).startswith(stored):
        return 0
    return importer.main([])


def newest_model() -> Path | None:
    """The model that `rasa run` would load."""
    models = sorted(MODELS.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)
    return models[-1] if models else None


def train() -> int:
    """Train unless the newest model comes from the same files; an exit status."""
    wanted = sources_fingerprint(SOURCES)
    model = newest_model()
    made_from = TRAINED_FROM.read_text("utf-8") if TRAINED_FROM.is_file() else ""
    if model and made_from.split() == [wanted, model.name]:
        return 0
    MODELS.mkdir(exist_ok=True)
    log = MODELS / "training.log"
    command = [
        "sh", "ops/progress.sh", "Training the model (three to five minutes)", str(log),
        sys.executable, "-m", "rasa", "train", "--skip-validation",
        "--fixed-model-name", "assistant",
    ]  # fmt: skip
    status = subprocess.call(command, cwd=ROOT, env=environment())
    model = newest_model()
    if status or model is None:
        print(log.read_text("utf-8", "replace")[-4000:], file=sys.stderr)
        print("Training failed; the log is in models/training.log.", file=sys.stderr)
        return status or 1
    TRAINED_FROM.write_text(f"{wanted} {model.name}\n", "utf-8")
    return 0


def main() -> int:
    """Run both; an exit status."""
    try:
        return import_content(Settings.read()) or train()
    except (SettingsError, StoreError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
