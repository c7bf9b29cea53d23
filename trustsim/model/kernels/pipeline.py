"""How Numba shall compile rules and parts of kernels: as functions that only kernels call."""

from __future__ import annotations

from numba.core.compiler import CompilerBase, DefaultPassBuilder


class Inner(CompilerBase):
    """Numba's usual pipeline, with the promise that no two arguments reach the same memory.

    Without it LLVM guards each loop that reads one array and writes another by comparing addresses, or gives up. Nor
    is there an entry for callers in C, which nobody would use and which takes time to compile.
    """

    def define_pipelines(self) -> list[object]:
        """Return the usual passes."""
        self.state.flags.noalias = True
        self.state.flags.no_cfunc_wrapper = True
        return [DefaultPassBuilder.define_nopython_pipeline(self.state)]
