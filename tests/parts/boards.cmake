# A bare PC in QEMU, three boots; more with JIANYAN_LONG=1. One preset is enough.
if(NOT JIANYAN_SANITIZE)
  add_test(NAME boards/amd64 COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/boards/amd64 ${CMAKE_BINARY_DIR})
  set_tests_properties(boards/amd64 PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 2400 PROCESSORS 2)
  # The first program and the slots, with the watchdog; tests/boards/update tries whole images.
  add_test(NAME boards/slots COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/boards/slots ${CMAKE_BINARY_DIR})
  set_tests_properties(boards/slots PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 900 PROCESSORS 2)
endif()

# The porting kit, on the kernel of today and as an old one; its libraries take ten minutes once.
if(NOT JIANYAN_SANITIZE AND CMAKE_SYSTEM_PROCESSOR STREQUAL x86_64)
  add_test(NAME boards/kit WORKING_DIRECTORY ${CMAKE_SOURCE_DIR} COMMAND sh -c
    "test -n \"$JIANYAN_LONG\" || exit 77; kit=$(toolchain/kit amd64) && tests/boards/kit '${CMAKE_BINARY_DIR}' $kit && tests/boards/kit '${CMAKE_BINARY_DIR}' $kit --kernel 3.10")
  set_tests_properties(boards/kit PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 2400)
endif()
