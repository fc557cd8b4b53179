add_unit(seal jy_seal)
add_unit(minisign jy_seal)
add_unit(post jy_post)
