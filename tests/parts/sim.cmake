add_unit(supervise jy_board)
