add_unit(seal jy_seal)
add_unit(minisign jy_seal)
add_unit(post jy_post)

# What starts the real keeper, for tests and benches.
add_library(keeper_driver STATIC keeper/driver.c)
target_link_libraries(keeper_driver PUBLIC jy_post jy_seal)
target_compile_definitions(keeper_driver PUBLIC
  KEEPER_PROGRAM="$<TARGET_FILE:jianyan-keeper>" SHIM_LIBRARY="$<TARGET_FILE:jianyan-shim>")
add_dependencies(keeper_driver jianyan-keeper jianyan-shim)

add_unit(store jy_keeper PkgConfig::SQLITE)
add_unit(keeper keeper_driver)

add_executable(put_letters keeper/put_letters.c)
target_link_libraries(put_letters PRIVATE keeper_driver)
set_target_properties(put_letters PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
find_program(STRACE strace)
if(STRACE)
  add_test(NAME bench/confirm_syncs
    COMMAND ${CMAKE_SOURCE_DIR}/tests/bench/confirm_syncs ${CMAKE_BINARY_DIR})
endif()
