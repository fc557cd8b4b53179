# Golden pictures, for every test that draws, and the command scripts compare with.
add_library(test_golden STATIC golden.c)
target_compile_definitions(test_golden PRIVATE
  GOLDEN_DIR="${CMAKE_CURRENT_SOURCE_DIR}/golden" GOLDEN_OUT="${CMAKE_BINARY_DIR}/tests")
target_include_directories(test_golden PUBLIC ${CMAKE_CURRENT_SOURCE_DIR})
target_link_libraries(test_golden PUBLIC PkgConfig::PNG)
add_executable(golden-compare golden_compare.c)
target_compile_definitions(golden-compare PRIVATE GOLDEN_OUT="${CMAKE_BINARY_DIR}/tests")
target_link_libraries(golden-compare PRIVATE test_golden)
set_target_properties(golden-compare PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)

# Widgets on one page: drawn by test_widgets, and by hand with ui-sheet.
add_library(test_sheet STATIC sheet.c)
target_include_directories(test_sheet PUBLIC ${CMAKE_CURRENT_SOURCE_DIR})
target_link_libraries(test_sheet PUBLIC jy_ui)
add_executable(ui-sheet ui_sheet.c)
target_compile_definitions(ui-sheet PRIVATE DATA_DIR="${JIANYAN_SHARE}")
target_link_libraries(ui-sheet PRIVATE test_sheet test_golden)
set_target_properties(ui-sheet PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)

# The fonts, opened once for all of a program's tests.
add_library(test_with_fonts STATIC with_fonts.c)
target_compile_definitions(test_with_fonts PRIVATE DATA_DIR="${JIANYAN_SHARE}")
target_include_directories(test_with_fonts PUBLIC ${CMAKE_CURRENT_SOURCE_DIR})
target_link_libraries(test_with_fonts PUBLIC jy_ui)

add_unit(canvas test_with_fonts)
target_link_options(test_canvas PRIVATE
  -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc)
add_unit(text test_with_fonts)
target_compile_definitions(test_text PRIVATE
  DICTIONARY="/usr/share/rime-data/pinyin_simp.dict.yaml")
add_unit(fonts test_with_fonts jy_ime jy_strings)
target_compile_definitions(test_fonts PRIVATE DATA_DIR="${JIANYAN_SHARE}"
  CAMPAIGN="${CMAKE_SOURCE_DIR}/assets/campaign/campaign.json"
  UNIHAN="/usr/share/unicode/Unihan_OtherMappings.txt.bz2")
add_unit(qr test_with_fonts PkgConfig::ZBAR PkgConfig::QRENCODE)
add_unit(widgets test_with_fonts test_sheet test_golden m)
