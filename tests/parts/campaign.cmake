add_unit(frame_file jy_campaign)
