add_unit(intake jy_intake PkgConfig::SODIUM)
target_sources(test_intake PRIVATE records.c)
add_unit(courier jy_courier)
