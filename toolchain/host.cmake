# What programs read is the same on every machine: dictionary, fonts and campaign are made by tools of
# the machine that builds, in its own build folder.
set(JIANYAN_HOST ${CMAKE_SOURCE_DIR}/build/release CACHE PATH "build folder of this machine")
set(JIANYAN_SHARE ${JIANYAN_HOST}/share/jianyan)
add_custom_target(host_tools
  COMMAND ${CMAKE_SOURCE_DIR}/toolchain/host ${JIANYAN_HOST}
  BYPRODUCTS ${JIANYAN_HOST}/tools/mkcalls
  COMMENT "Making data and tools of this machine in ${JIANYAN_HOST}"
  USES_TERMINAL VERBATIM)
foreach(data dictionary strokes fonts glyphs campaign)
  add_custom_target(${data})
  add_dependencies(${data} host_tools)
endforeach()
# Programs find it beside their folder.
file(REMOVE_RECURSE ${CMAKE_BINARY_DIR}/share)
file(CREATE_LINK ${JIANYAN_HOST}/share ${CMAKE_BINARY_DIR}/share SYMBOLIC)
