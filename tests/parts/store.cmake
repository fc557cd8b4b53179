add_unit(seal jy_seal)
add_unit(minisign jy_seal)
add_unit(post jy_post)

# What starts the real keeper, for tests and benches.
add_library(keeper_driver STATIC keeper/driver.c)
target_link_libraries(keeper_driver PUBLIC jy_post jy_seal)
target_compile_definitions(keeper_driver PUBLIC
  KEEPER_PROGRAM="$<TARGET_FILE:jianyan-keeper>" SHIM_LIBRARY="$<TARGET_FILE:jianyan-shim>")
add_dependencies(keeper_driver jianyan-keeper jianyan-shim)

add_unit(keeper keeper_driver)
