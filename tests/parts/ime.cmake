# Nine-key typing as people have it, opened once for all of a program's tests.
add_library(test_with_ime STATIC with_ime.c)
target_compile_definitions(test_with_ime PRIVATE DATA_DIR="${JIANYAN_SHARE}")
target_include_directories(test_with_ime PUBLIC ${CMAKE_CURRENT_SOURCE_DIR})
target_link_libraries(test_with_ime PUBLIC jy_ime)

foreach(unit ime ime_letters ime_strokes ime_reach ime_damage ime_words)
  add_unit(${unit} test_with_ime)
  target_compile_definitions(test_${unit} PRIVATE JIANYAN_SHARE="${JIANYAN_SHARE}")
endforeach()
foreach(unit ime_strokes ime_words)
  target_compile_definitions(test_${unit} PRIVATE
    MAPPINGS="${CMAKE_BINARY_DIR}/assets/strokes/mappings.txt")
endforeach()
add_unit(typist jy_typist jy_ime)
target_compile_definitions(test_typist PRIVATE JIANYAN_SHARE="${JIANYAN_SHARE}")
# 100,000 random commands; a million with JIANYAN_LONG=1.
add_test(NAME protocol/ime COMMAND ${CMAKE_SOURCE_DIR}/tests/protocol/ime $<TARGET_FILE:jianyan-ime>)
set_tests_properties(protocol/ime PROPERTIES TIMEOUT 1800)

# Figures, not a test: tests/bench/ime runs it.
add_executable(bench_ime bench/ime.c bench/ime_ways.c)
target_link_libraries(bench_ime PRIVATE jy_ime)
set_target_properties(bench_ime PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)

# The peer, where Debian's librime-dev is installed.
pkg_check_modules(RIME IMPORTED_TARGET rime)
if(RIME_FOUND)
  add_executable(bench_rime EXCLUDE_FROM_ALL bench/ime_rime.c bench/ime_ways.c)
  target_link_libraries(bench_rime PRIVATE jy_ime PkgConfig::RIME)
  set_target_properties(bench_rime PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
endif()
