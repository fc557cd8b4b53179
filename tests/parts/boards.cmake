# One boot of a bare PC in QEMU; more with JIANYAN_LONG=1. One preset is enough.
if(NOT JIANYAN_SANITIZE)
  add_test(NAME boards/amd64 COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/boards/amd64 ${CMAKE_BINARY_DIR})
  set_tests_properties(boards/amd64 PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 2400 PROCESSORS 2)
  # The first program and the slots, with the watchdog; tests/boards/update tries whole images.
  add_test(NAME boards/slots COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/boards/slots ${CMAKE_BINARY_DIR})
  set_tests_properties(boards/slots PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 900 PROCESSORS 2)
endif()
