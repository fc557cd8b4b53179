add_unit(strings jy_strings jy_core)
