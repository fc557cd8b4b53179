add_unit(strings jy_strings jy_core)
add_unit(compose jy_face)
target_compile_definitions(test_compose PRIVATE DATA_DIR="${JIANYAN_SHARE}")

# The whole face over a screen in memory, and every scene as a picture to be looked at.
add_library(test_stage STATIC stage.c)
target_include_directories(test_stage PUBLIC ${CMAKE_CURRENT_SOURCE_DIR})
target_link_libraries(test_stage PUBLIC jy_face test_golden)
add_executable(face-gallery face_gallery.c)
target_compile_definitions(face-gallery PRIVATE DATA_DIR="${JIANYAN_SHARE}")
target_link_libraries(face-gallery PRIVATE test_stage)
set_target_properties(face-gallery PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
