# Builds for another Linux machine from a folder of its headers and libraries (toolchain/sysroot).
#   JIANYAN_ARCH  arm64, armhf or amd64; or, for a machine of one's own:
#   TRIPLE, SYSROOT  prefix of the compiler's name, folder
#   EXTRA_ROOT       prefixes beside the sysroot in which libraries are looked for as well
set(JIANYAN_ARCH "" CACHE STRING "arm64, armhf or amd64")
set(TRIPLE_arm64 aarch64-linux-gnu)
set(TRIPLE_armhf arm-linux-gnueabihf)
set(TRIPLE_amd64 x86_64-linux-gnu)
if(NOT TRIPLE)
  set(TRIPLE ${TRIPLE_${JIANYAN_ARCH}})
endif()
if(NOT SYSROOT)
  execute_process(COMMAND ${CMAKE_CURRENT_LIST_DIR}/sysroot --find ${JIANYAN_ARCH}
    OUTPUT_VARIABLE SYSROOT OUTPUT_STRIP_TRAILING_WHITESPACE)
endif()
if(NOT SYSROOT OR NOT TRIPLE)
  message(FATAL_ERROR "nothing to build for '${JIANYAN_ARCH}' with: run toolchain/sysroot ${JIANYAN_ARCH} first")
endif()
# Every try_compile reads this file anew.
set(CMAKE_TRY_COMPILE_PLATFORM_VARIABLES JIANYAN_ARCH TRIPLE SYSROOT EXTRA_ROOT)

set(CMAKE_SYSTEM_NAME Linux)
string(REGEX REPLACE "-.*" "" CMAKE_SYSTEM_PROCESSOR ${TRIPLE})
set(CMAKE_SYSROOT ${SYSROOT})
set(CMAKE_LIBRARY_ARCHITECTURE ${TRIPLE})
set(CMAKE_C_COMPILER ${TRIPLE}-gcc)
set(CMAKE_STRIP ${TRIPLE}-strip)
# SDL2 names C++ in its project() and compiles none: no cross g++ for that.
set(CMAKE_CXX_COMPILER ${TRIPLE}-gcc)
set(CMAKE_CXX_COMPILER_FORCED TRUE)
# Tests run under emulation.
set(CMAKE_CROSSCOMPILING_EMULATOR qemu-${CMAKE_SYSTEM_PROCESSOR}-static -L ${SYSROOT})

# A cross gcc does not look into Debian's own folders for headers, crt1.o and libc.so by itself.
set(CMAKE_C_FLAGS_INIT "-isystem ${SYSROOT}/usr/include/${TRIPLE}")
foreach(folder usr/lib/${TRIPLE} lib/${TRIPLE})
  foreach(kind EXE SHARED)
    string(APPEND CMAKE_${kind}_LINKER_FLAGS_INIT
      " -B${SYSROOT}/${folder} -L${SYSROOT}/${folder} -Wl,-rpath-link,${SYSROOT}/${folder}")
  endforeach()
endforeach()

set(CMAKE_FIND_ROOT_PATH ${SYSROOT} ${EXTRA_ROOT})
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
set(ENV{PKG_CONFIG_SYSROOT_DIR} ${SYSROOT})
set(ENV{PKG_CONFIG_LIBDIR} ${SYSROOT}/usr/lib/${TRIPLE}/pkgconfig:${SYSROOT}/usr/share/pkgconfig)
set(ENV{PKG_CONFIG_PATH} "")
