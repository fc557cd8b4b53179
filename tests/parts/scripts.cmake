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
add_test(NAME scripts/off COMMAND ${CMAKE_SOURCE_DIR}/tests/scripts/off ${CMAKE_BINARY_DIR})
set_tests_properties(scripts/left-behind scripts/off scripts/stick PROPERTIES TIMEOUT 240)

# An outage of hours for every kind of network; on a slow one it may get through meanwhile, which the
# line itself decides: it takes the host's time, not the box's.
foreach(NET offline refused slow stall 503 lost-reply captive garbage)
  set(LEFT "expect waiting 1")
  if(NET STREQUAL slow)
    set(LEFT "")
  endif()
  set(outage ${CMAKE_CURRENT_BINARY_DIR}/outage-${NET}.keys)
  configure_file(${CMAKE_CURRENT_SOURCE_DIR}/scripts/outage.keys.in ${outage} @ONLY)
  add_test(NAME scripts/outage-${NET}
    COMMAND ${CMAKE_SOURCE_DIR}/tests/scripts/run ${CMAKE_BINARY_DIR} ${outage})
  set_tests_properties(scripts/outage-${NET} PROPERTIES TIMEOUT 240)
endforeach()

# kill -9 of everything at random moments. The long form: JIANYAN_LONG=1 ctest -R killloop, or by
# hand build/PRESET/tests/killloop --kills N --seed N.
add_executable(killloop killloop/killloop.c)
target_link_libraries(killloop PRIVATE jy_sim)
set_target_properties(killloop PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
add_test(NAME e2e/killloop COMMAND sh -c
  "exec '$<TARGET_FILE:killloop>' --kills $(test -n \"$JIANYAN_LONG\" && echo 5000 || echo 200)")
set_tests_properties(e2e/killloop PROPERTIES TIMEOUT 5400)

add_test(NAME scripts/tour COMMAND ${CMAKE_SOURCE_DIR}/tests/scripts/tour ${CMAKE_BINARY_DIR})
set_tests_properties(scripts/tour PROPERTIES TIMEOUT 240)
add_test(NAME scripts/window COMMAND ${CMAKE_SOURCE_DIR}/tests/scripts/window ${CMAKE_BINARY_DIR})
set_tests_properties(scripts/window PROPERTIES TIMEOUT 240)
