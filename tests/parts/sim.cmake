add_unit(supervise jy_board)
add_unit(proxy jy_sim)
