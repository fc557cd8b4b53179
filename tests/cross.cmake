# What runs under qemu-user in a build for another machine: what draws, against the same golden
# pictures bit for bit, and the ground under it. The parts name libraries that a box does not have.
add_library(test_golden STATIC golden.c)
target_compile_definitions(test_golden PRIVATE
  GOLDEN_DIR="${CMAKE_CURRENT_SOURCE_DIR}/golden" GOLDEN_OUT="${CMAKE_BINARY_DIR}/tests")
target_include_directories(test_golden PUBLIC ${CMAKE_CURRENT_SOURCE_DIR})
target_link_libraries(test_golden PUBLIC PkgConfig::PNG)
foreach(name sheet stage with_fonts with_ime)
  add_library(test_${name} STATIC ${name}.c)
  target_include_directories(test_${name} PUBLIC ${CMAKE_CURRENT_SOURCE_DIR})
  target_compile_definitions(test_${name} PRIVATE DATA_DIR="${JIANYAN_SHARE}")
endforeach()
target_link_libraries(test_sheet PUBLIC jy_ui)
target_link_libraries(test_with_fonts PUBLIC jy_ui)
target_link_libraries(test_stage PUBLIC jy_face test_golden)
target_link_libraries(test_with_ime PUBLIC jy_ime)

add_unit(core jy_core)
add_unit(confine jy_core calls_face calls_face_desktop calls_keeper calls_courier calls_decode)
add_unit(partition jy_init)
add_unit(slots jy_init)
foreach(unit ime ime_letters ime_words)
  add_unit(${unit} test_with_ime)
  target_compile_definitions(test_${unit} PRIVATE JIANYAN_SHARE="${JIANYAN_SHARE}")
endforeach()
# What it types comes from the host's build, as the dictionary itself.
target_compile_definitions(test_ime_words PRIVATE
  MAPPINGS="${JIANYAN_HOST}/assets/strokes/mappings.txt")
add_unit(widgets test_with_fonts test_sheet test_golden m)
add_unit(scenes test_stage)
add_unit(atlas test_stage)
target_compile_definitions(test_atlas PRIVATE DATA_DIR="${JIANYAN_SHARE}")

# Every scene as a picture; toolchain/same compares them with this machine's.
add_executable(face-gallery face_gallery.c)
target_link_libraries(face-gallery PRIVATE test_stage)
set_target_properties(face-gallery PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
