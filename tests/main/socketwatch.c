/* SPDX-License-Identifier: MIT */
/* Loaded before the C library into a program under test: notes every socket that is asked for, one line each with
   its domain, in the file named by SOCKET_WATCH, and grants none. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

int socket(int domain, int type, int protocol)
{
    const char *path = getenv("SOCKET_WATCH");
    FILE *file = path != NULL ? fopen(path, "a") : NULL;
    (void)type;
    (void)protocol;
    if (file != NULL) {
        fprintf(file, "%d\n", domain);
        fclose(file);
    }
    errno = EACCES;
    return -1;
}
