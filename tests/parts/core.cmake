add_unit(core jy_core)
