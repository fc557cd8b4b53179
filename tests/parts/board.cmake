find_package(Threads REQUIRED)
add_unit(socket jy_board Threads::Threads)
add_unit(sdl jy_board)
