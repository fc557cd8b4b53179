# Debian packages, made of the release build, in a clean system (tests/package/run). Skipped where
# there is no root or no archive.
if(NOT JIANYAN_SANITIZE)
  foreach(kind demo kiosk)
    add_test(NAME package/${kind} COMMAND ${CMAKE_SOURCE_DIR}/tests/package/run ${kind})
    set_tests_properties(package/${kind} PROPERTIES TIMEOUT 1200 SKIP_RETURN_CODE 77
      RESOURCE_LOCK clean_system) # apt locks the folder of packages that both keep
  endforeach()
endif()
