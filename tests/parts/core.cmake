add_unit(core jy_core)
add_test(NAME e2e/no_dumps COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/e2e/no_dumps ${CMAKE_BINARY_DIR})

# The walls of the programs, tried from inside. A build without them has nothing to try.
if(JIANYAN_SANDBOX)
  add_library(walls-probe MODULE walls/probe.c)
  target_link_libraries(walls-probe PRIVATE ${CMAKE_DL_LIBS})
  set_target_properties(walls-probe PROPERTIES LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  add_test(NAME e2e/walls COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/e2e/walls ${CMAKE_BINARY_DIR})
endif()
foreach(list face face_desktop keeper courier courier_served decode)
  list(APPEND all_calls calls_${list})
endforeach()
add_unit(confine jy_core ${all_calls})
