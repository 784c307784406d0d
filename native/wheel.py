"""The build hook of the wheel: with NATIVE_READING=1 in the environment it holds the engine and the folds compiled.

Without it, and in an editable installation always, there is Python alone: who edits a module never runs an old one.
"""

import os
import subprocess
import sys
import tomllib
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SWITCH = "NATIVE_READING"


class NativeReading(BuildHookInterface[Any]):
    """Compiles before a wheel is put together."""

    def dependencies(self) -> list[str]:
        """What compiling asks for, where a front end makes an environment for the build."""
        if not self._asked():
            return []
        project = tomllib.loads((Path(self.root) / "pyproject.toml").read_text(encoding="utf-8"))
        return list(project["dependency-groups"]["native"])

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile, and name what came of it; a failure to compile is one of the build."""
        if version == "editable" or not self._asked():
            return
        self._folder = TemporaryDirectory()
        into = Path(self._folder.name)
        command = [sys.executable, "-m", "native", str(into)]
        # What compilers say belongs beside what a front end answers, not into it.
        if subprocess.run(command, cwd=self.root, stdout=sys.stderr, check=False).returncode:  # noqa: S603  (our own module)
            raise SystemExit(
                f"the reading engine and folds could not be compiled, as above; without {SWITCH} they stay Python"
            )
        modules = {str(path): str(path.relative_to(into)) for path in into.rglob("*.*") if path.is_file()}
        build_data["force_include"].update(modules)
        build_data.update(pure_python=False, infer_tag=True)

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """Take away what the wheel now holds."""
        if self._folder is not None:
            self._folder.cleanup()

    _folder: TemporaryDirectory[str] | None = None

    def _asked(self) -> bool:
        return os.environ.get(SWITCH) == "1"
