# The typist, apart from the simulator so that it can be tested alone.
add_library(jy_typist STATIC typist.c)
target_link_libraries(jy_typist PUBLIC jy_core PkgConfig::JANSSON PRIVATE jy_ime)
