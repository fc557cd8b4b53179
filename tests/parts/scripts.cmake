# Scripts against the real programs; each file of tests/scripts is a test of its own.
file(GLOB flows CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/scripts/*.keys)
foreach(flow IN LISTS flows)
  get_filename_component(name ${flow} NAME_WE)
  add_test(NAME scripts/${name}
    COMMAND ${CMAKE_SOURCE_DIR}/tests/scripts/run ${CMAKE_BINARY_DIR} ${flow})
  set_tests_properties(scripts/${name} PROPERTIES TIMEOUT 240)
endforeach()
add_test(NAME scripts/bad-input
  COMMAND ${CMAKE_SOURCE_DIR}/tests/scripts/bad-input ${CMAKE_BINARY_DIR})
set_tests_properties(scripts/bad-input PROPERTIES TIMEOUT 240)
