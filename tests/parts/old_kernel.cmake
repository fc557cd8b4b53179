# The same programs where system calls of later kernels are not there. Numbers are x86-64's.
if(CMAKE_SYSTEM_PROCESSOR STREQUAL x86_64 AND NOT JIANYAN_SANITIZE)
  add_executable(old-kernel old_kernel.c)
  set_target_properties(old-kernel PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  foreach(unit install keeper store socket)
    add_test(NAME old-kernel/${unit} COMMAND old-kernel 3.10 $<TARGET_FILE:test_${unit}>)
  endforeach()
  set_tests_properties(old-kernel/install PROPERTIES TIMEOUT 240)
endif()
