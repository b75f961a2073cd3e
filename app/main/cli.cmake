# The command line and the export: values in, values out; no window, no network, no file.
leasekeeper_library(leasekeeper_cli
    SOURCES
        ${CMAKE_CURRENT_LIST_DIR}/chosencredential.cpp ${CMAKE_CURRENT_LIST_DIR}/chosencredential.h
        ${CMAKE_CURRENT_LIST_DIR}/signinenvironment.cpp ${CMAKE_CURRENT_LIST_DIR}/signinenvironment.h
        ${CMAKE_CURRENT_LIST_DIR}/commandline.cpp ${CMAKE_CURRENT_LIST_DIR}/commandline.h
        ${CMAKE_CURRENT_LIST_DIR}/commandlineoptions.cpp ${CMAKE_CURRENT_LIST_DIR}/commandlineoptions.h
        ${CMAKE_CURRENT_LIST_DIR}/csvwriter.cpp ${CMAKE_CURRENT_LIST_DIR}/csvwriter.h
        ${CMAKE_CURRENT_LIST_DIR}/exporter.cpp ${CMAKE_CURRENT_LIST_DIR}/exporter.h
        ${CMAKE_CURRENT_LIST_DIR}/jsonwriter.cpp ${CMAKE_CURRENT_LIST_DIR}/jsonwriter.h
    PUBLIC leasekeeper_core Qt6::Core)
