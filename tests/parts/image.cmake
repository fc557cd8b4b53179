# What an image consists of beside the programs.
add_unit(partition jy_init)
add_unit(slots jy_init)
