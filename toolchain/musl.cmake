# Builds static programs on musl from the folder of toolchain/musl.
#   JIANYAN_ARCH  arm64, armhf or amd64
set(JIANYAN_ARCH "" CACHE STRING "arm64, armhf or amd64")
set(JIANYAN_MUSL ON)
if(NOT SYSROOT)
  execute_process(COMMAND ${CMAKE_CURRENT_LIST_DIR}/musl --find ${JIANYAN_ARCH}
    OUTPUT_VARIABLE SYSROOT OUTPUT_STRIP_TRAILING_WHITESPACE)
endif()
if(NOT SYSROOT)
  message(FATAL_ERROR "nothing to build for '${JIANYAN_ARCH}' with: run toolchain/musl ${JIANYAN_ARCH} first")
endif()
include(${CMAKE_CURRENT_LIST_DIR}/linux-gnu.cmake)
set(musl ${CMAKE_CURRENT_LIST_DIR}/musl-gnu)
# Its macro for control messages converts signs; the builds with GNU's C library look for those.
string(APPEND CMAKE_C_FLAGS_INIT " -specs=${musl}/specs -include ${musl}/gnu.h -Wno-sign-conversion")
# Every library is static: what it needs itself has to be named, too.
set(PKG_CONFIG_ARGN --static)
set(ENV{PKG_CONFIG_SYSROOT_DIR} "")
set(ENV{PKG_CONFIG_LIBDIR} ${SYSROOT}/usr/lib/pkgconfig)
string(APPEND CMAKE_EXE_LINKER_FLAGS_INIT " -Wl,--gc-sections")
