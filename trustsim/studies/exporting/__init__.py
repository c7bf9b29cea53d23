"""Results and the model for other tools: labelled arrays and netCDF of a sweep, the model as the EMA workbench has it.

arrays.py   a sweep as an xarray dataset, and as netCDF
ema.py      a scenario as a model that the EMA workbench can drive
"""

from trustsim.studies.exporting.arrays import sweep_arrays, write_netcdf
from trustsim.studies.exporting.ema import ema_model

__all__ = ["ema_model", "sweep_arrays", "write_netcdf"]
