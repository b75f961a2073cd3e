# The program's name and identity, once: code, desktop file, metainfo and icons are filled from here.
set(LEASEKEEPER_NAME "Leasekeeper")
set(LEASEKEEPER_ID "org.leasekeeper.Leasekeeper")
set(LEASEKEEPER_EXECUTABLE "leasekeeper")
set(LEASEKEEPER_VERSION "${PROJECT_VERSION}")
set(LEASEKEEPER_SUMMARY "${PROJECT_DESCRIPTION}")
