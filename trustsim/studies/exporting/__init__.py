"""Results in other shapes: a sweep as a map, as labelled arrays and netCDF; the model as the EMA workbench has it.

arrays.py   a sweep as an xarray dataset, and as netCDF
mapped.py   a sweep over one or two numbers as a map
ema.py      a scenario as a model that the EMA workbench can drive
"""

from trustsim.studies.exporting.arrays import sweep_arrays, write_netcdf
from trustsim.studies.exporting.ema import ema_model
from trustsim.studies.exporting.mapped import sweep_map

__all__ = ["ema_model", "sweep_arrays", "sweep_map", "write_netcdf"]
