/* SPDX-License-Identifier: MIT */
/* Loaded before the C library into a program under test: whoever looks up a name waits for ever, and is noted in the
   file named by HELD_NAMES, a line each. Addresses are answered as ever. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dlfcn.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

typedef int (*lookup)(const char *, const char *, const struct addrinfo *, struct addrinfo **);

static int is_address(const char *node)
{
    unsigned char bytes[sizeof(struct in6_addr)];
    return node == NULL || inet_pton(AF_INET, node, bytes) == 1 || inet_pton(AF_INET6, node, bytes) == 1;
}

int getaddrinfo(const char *node, const char *service, const struct addrinfo *hints, struct addrinfo **result)
{
    const char *path = getenv("HELD_NAMES");
    FILE *file = NULL;
    if (path == NULL || is_address(node))
        return ((lookup)dlsym(RTLD_NEXT, "getaddrinfo"))(node, service, hints, result);
    file = fopen(path, "a");
    if (file != NULL) {
        fprintf(file, "%s\n", node);
        fclose(file);
    }
    for (;;)
        pause();
}
