/*
 * What the Linux module needs of libnl and of the kernel's headers, and no more.
 *
 * The inline functions stand where Swift cannot reach: declarations that glibc hides without
 * _GNU_SOURCE, and an ioctl whose argument is a struct that two header families define differently.
 */
#ifndef APUS_CNETLINK_H
#define APUS_CNETLINK_H

#include <linux/filter.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>
#include <linux/sockios.h>

#include <netlink/errno.h>
#include <netlink/netlink.h>
#include <netlink/route/addr.h>
#include <netlink/route/link.h>
#include <netlink/route/neighbour.h>
#include <netlink/route/nexthop.h>
#include <netlink/route/route.h>
#include <netlink/socket.h>

#include <net/if.h>
#include <spawn.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/pidfd.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Moves the calling thread into the network namespace that the descriptor refers to. */
static inline int apus_enter_network_namespace(int descriptor)
{
    return (int)syscall(SYS_setns, descriptor, 0x40000000 /* CLONE_NEWNET */);
}

/* Moves the calling thread into a new network namespace without a name. */
static inline int apus_new_network_namespace(void)
{
    return (int)syscall(SYS_unshare, 0x40000000 /* CLONE_NEWNET */);
}

/* Adds or removes (SIOCADDMULTI, SIOCDELMULTI) a group address of the interface's filter. */
static inline int apus_change_multicast(int descriptor, unsigned long request, const char *name,
                                        const unsigned char *address)
{
    struct ifreq change;
    memset(&change, 0, sizeof change);
    strncpy(change.ifr_name, name, IFNAMSIZ - 1);
    memcpy(change.ifr_hwaddr.sa_data, address, ETH_ALEN);
    return ioctl(descriptor, request, &change);
}

/* Declared by glibc 2.34 and later under _GNU_SOURCE only. */
extern int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int from);

#endif
