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
add_test(NAME scripts/left-behind
  COMMAND ${CMAKE_SOURCE_DIR}/tests/scripts/left-behind ${CMAKE_BINARY_DIR})
add_test(NAME scripts/stick COMMAND ${CMAKE_SOURCE_DIR}/tests/scripts/stick ${CMAKE_BINARY_DIR})
set_tests_properties(scripts/left-behind scripts/stick PROPERTIES TIMEOUT 240)

# An outage of hours for every kind of network; on a slow one everything gets through meanwhile.
foreach(NET offline refused slow stall 503 lost-reply captive garbage)
  set(LEFT 1)
  if(NET STREQUAL slow)
    set(LEFT 0)
  endif()
  set(outage ${CMAKE_CURRENT_BINARY_DIR}/outage-${NET}.keys)
  configure_file(${CMAKE_CURRENT_SOURCE_DIR}/scripts/outage.keys.in ${outage} @ONLY)
  add_test(NAME scripts/outage-${NET}
    COMMAND ${CMAKE_SOURCE_DIR}/tests/scripts/run ${CMAKE_BINARY_DIR} ${outage})
  set_tests_properties(scripts/outage-${NET} PROPERTIES TIMEOUT 240)
endforeach()

