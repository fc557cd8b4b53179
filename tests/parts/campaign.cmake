add_unit(frame_file jy_campaign)
add_unit(manifest jy_campaign)
