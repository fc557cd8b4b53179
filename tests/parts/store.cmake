add_unit(seal jy_seal)
add_unit(minisign jy_seal)
add_unit(post jy_post)

# What starts the real keeper, for tests and benches.
add_library(keeper_driver STATIC keeper/driver.c)
target_link_libraries(keeper_driver PUBLIC jy_post jy_seal)
target_compile_definitions(keeper_driver PUBLIC
  KEEPER_PROGRAM="$<TARGET_FILE:jianyan-keeper>" SHIM_LIBRARY="$<TARGET_FILE:jianyan-shim>")
add_dependencies(keeper_driver jianyan-keeper jianyan-shim)

add_unit(store jy_keeper PkgConfig::SQLITE)
add_unit(keeper keeper_driver)
add_unit(keeper_service keeper_driver)
add_unit(timekeep keeper_driver jy_keeper jy_supervise)

add_executable(put_letters keeper/put_letters.c)
target_link_libraries(put_letters PRIVATE keeper_driver)
set_target_properties(put_letters PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
find_program(STRACE strace)
if(STRACE)
  add_test(NAME bench/confirm_syncs
    COMMAND ${CMAKE_SOURCE_DIR}/tests/bench/confirm_syncs ${CMAKE_BINARY_DIR})
endif()

# Power cuts: a recorder to preload, a day to record, a replayer.
add_library(powercut-recorder MODULE powercut/recorder.c ${CMAKE_SOURCE_DIR}/firmware/post/codec.c)
target_compile_options(powercut-recorder PRIVATE -fno-sanitize=all -U_FORTIFY_SOURCE)
target_link_options(powercut-recorder PRIVATE -fno-sanitize=all)
target_link_libraries(powercut-recorder PRIVATE ${CMAKE_DL_LIBS})
add_executable(powercut_record powercut/record.c)
target_link_libraries(powercut_record PRIVATE keeper_driver)
target_compile_definitions(powercut_record PRIVATE
  RECORDER_LIBRARY="$<TARGET_FILE:powercut-recorder>")
add_dependencies(powercut_record powercut-recorder)
add_executable(powercut_replay powercut/replay.c powercut/disk.c powercut/hot.c
  powercut/verify.c)
target_link_libraries(powercut_replay PRIVATE jy_keeper PkgConfig::SQLITE)
set_target_properties(powercut_record powercut_replay PROPERTIES
  RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
add_test(NAME powercut COMMAND ${CMAKE_SOURCE_DIR}/tests/powercut/run ${CMAKE_BINARY_DIR})
set_tests_properties(powercut PROPERTIES TIMEOUT 5400) # the long form, with sanitizers
