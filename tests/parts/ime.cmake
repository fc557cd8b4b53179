add_unit(ime jy_ime)
target_compile_definitions(test_ime PRIVATE JIANYAN_SHARE="${JIANYAN_SHARE}")
add_unit(typist jy_typist jy_ime)
target_compile_definitions(test_typist PRIVATE JIANYAN_SHARE="${JIANYAN_SHARE}")
