# What an image consists of beside the programs.
add_unit(partition jy_init)
add_unit(slots jy_init)
add_unit(update jy_update PkgConfig::SODIUM)
foreach(call pwrite fdatasync)
  target_link_options(test_update PRIVATE -Wl,--wrap=${call})
endforeach()
add_test(NAME e2e/update COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/e2e/update ${CMAKE_BINARY_DIR})
add_unit(start jy_init)
