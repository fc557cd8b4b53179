# Figures, not tests: tests/bench/run starts these.
pkg_check_modules(X11 REQUIRED IMPORTED_TARGET x11 xext xtst)
add_executable(bench_box bench/box.c)
target_link_libraries(bench_box PRIVATE jy_sim jy_seal)
add_executable(bench_floor bench/floor.c)
target_link_libraries(bench_floor PRIVATE PkgConfig::SDL2)
add_executable(bench_screen bench/screen.c bench/glass.c)
target_include_directories(bench_screen PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
target_link_libraries(bench_screen PRIVATE PkgConfig::X11 jy_sim)
add_library(bench_medium MODULE bench/medium.c)
set_target_properties(bench_box bench_floor bench_screen bench_medium PROPERTIES
  RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
