"""How Numba shall compile the parts of kernels: as functions whose arrays do not overlap."""

from __future__ import annotations

from numba.core.compiler import CompilerBase, DefaultPassBuilder


class Apart(CompilerBase):
    """Numba's usual pipeline, with the promise that no two arguments reach the same memory.

    Without it LLVM guards each loop that reads one array and writes another by comparing addresses, or gives up.
    """

    def define_pipelines(self) -> list[object]:
        """Return the usual passes."""
        self.state.flags.noalias = True
        return [DefaultPassBuilder.define_nopython_pipeline(self.state)]
