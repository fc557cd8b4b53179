add_unit(intake jy_intake PkgConfig::SODIUM)
target_sources(test_intake PRIVATE records.c)
add_unit(courier jy_courier)

# Sends letters over many connections; for the bench and the tests below.
add_executable(load load.c records.c)
target_link_libraries(load PRIVATE jy_core jy_seal)
set_target_properties(load PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)

# Plays the face.
add_executable(postman postman.c records.c)
target_link_libraries(postman PRIVATE jy_core jy_post jy_seal)
set_target_properties(postman PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)

# Whole programs against each other.
foreach(name intake_http intake_same_key intake_killed courier_once
        courier_campaigns courier_firmware letters_once contact_sealed)
  add_test(NAME e2e/${name} COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/e2e/${name} ${CMAKE_BINARY_DIR})
  set_tests_properties(e2e/${name} PROPERTIES TIMEOUT 300)
endforeach()
add_test(NAME e2e/h5_carried COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/e2e/h5_carried)
set_tests_properties(e2e/h5_carried PROPERTIES TIMEOUT 60 SKIP_RETURN_CODE 77)

# The courier between a keeper and an intake that are played.
add_executable(courier_answers e2e/courier_answers.c records.c)
target_link_libraries(courier_answers PRIVATE jy_core jy_post jy_seal)
set_target_properties(courier_answers PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
add_test(NAME e2e/courier_answers COMMAND courier_answers $<TARGET_FILE:jianyan-courier>)
set_tests_properties(e2e/courier_answers PROPERTIES TIMEOUT 300)
add_test(NAME lint/words COMMAND ${CMAKE_SOURCE_DIR}/tests/lint/words)
