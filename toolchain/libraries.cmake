# SDL2, SDL2_ttf, SQLite and libcurl as toolchain/libraries has built them for this architecture.
execute_process(COMMAND ${CMAKE_SOURCE_DIR}/toolchain/libraries --find ${JIANYAN_ARCH}
  OUTPUT_VARIABLE built OUTPUT_STRIP_TRAILING_WHITESPACE)
if(NOT built)
  message(FATAL_ERROR "run toolchain/libraries ${JIANYAN_ARCH} first")
endif()
message(STATUS "SDL2, SDL2_ttf, SQLite, libcurl: ${built}")
# What several programs use stays shared (and jansson's utf8_encode is not ours), as what the intake alone
# uses, which no image carries. Of the others, only what is used costs room in an image: linked in.
pkg_check_modules(JANSSON REQUIRED IMPORTED_TARGET jansson)
pkg_check_modules(SODIUM REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(LZ4 REQUIRED IMPORTED_TARGET liblz4)
pkg_check_modules(MICROHTTPD REQUIRED IMPORTED_TARGET libmicrohttpd)
set(CMAKE_FIND_LIBRARY_SUFFIXES .a .so)
set(PKG_CONFIG_ARGN --static)
# libm asks the dynamic loader for the processor's features on x86: it cannot be linked in there.
if(JIANYAN_ARCH STREQUAL amd64)
  set(m_a m)
  foreach(part PNG DRM)
    set(pkgcfg_lib_${part}_m m CACHE STRING "libm of ${part}")
  endforeach()
else()
  find_library(m_a libm.a REQUIRED)
endif()
add_link_options(-Wl,--gc-sections)

# built_library(TARGET NAME INCLUDE-FOLDER LIBRARY…): one of the libraries that were built.
function(built_library target name folder)
  add_library(built_${name} INTERFACE)
  target_include_directories(built_${name} SYSTEM INTERFACE ${built}/include/${folder})
  target_link_libraries(built_${name} INTERFACE ${built}/lib/lib${name}.a ${ARGN})
  add_library(PkgConfig::${target} ALIAS built_${name})
endfunction()
built_library(SDL2 SDL2 SDL2 ${m_a} ${CMAKE_DL_LIBS})
built_library(SDL2_TTF SDL2_ttf SDL2 ${built}/lib/libfreetype.a built_SDL2)
built_library(SQLITE sqlite3 "" ${m_a})
built_library(CURL curl "" ${built}/lib/libmbedtls.a ${built}/lib/libmbedx509.a
  ${built}/lib/libmbedcrypto.a)
target_compile_definitions(built_curl INTERFACE CURL_STATICLIB)
