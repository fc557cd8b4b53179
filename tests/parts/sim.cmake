add_unit(supervise jy_board)
add_unit(proxy jy_sim)
add_unit(script jy_sim)
add_unit(link jy_sim)
