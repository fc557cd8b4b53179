add_unit(core jy_core)
add_test(NAME e2e/no_dumps COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/e2e/no_dumps ${CMAKE_BINARY_DIR})
