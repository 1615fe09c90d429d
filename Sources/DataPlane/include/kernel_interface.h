// What the packet program needs of the kernel's interface (include/uapi/linux/bpf.h):
// the XDP context and the helper functions, which the kernel calls by number.
#pragma once
#include <stdint.h>

#define APUS_HELPER static inline __attribute__((always_inline))

struct xdp_md {
    uint32_t data;
    uint32_t data_end;
    uint32_t data_meta;
    uint32_t ingress_ifindex;
    uint32_t rx_queue_index;
    uint32_t egress_ifindex;
};

APUS_HELPER void *bpf_map_lookup_elem(void *map, const void *key) {
    return ((void *(*)(void *, const void *))1)(map, key);
}

APUS_HELPER int64_t bpf_map_update_elem(void *map, const void *key, const void *value,
                                        uint64_t flags) {
    return ((int64_t(*)(void *, const void *, const void *, uint64_t))2)(map, key, value, flags);
}

APUS_HELPER int64_t bpf_map_delete_elem(void *map, const void *key) {
    return ((int64_t(*)(void *, const void *))3)(map, key);
}

APUS_HELPER int64_t bpf_xdp_adjust_head(struct xdp_md *context, int32_t delta) {
    return ((int64_t(*)(struct xdp_md *, int32_t))44)(context, delta);
}

APUS_HELPER int64_t bpf_xdp_adjust_tail(struct xdp_md *context, int32_t delta) {
    return ((int64_t(*)(struct xdp_md *, int32_t))65)(context, delta);
}

// 0, for an address that must not be read before a number was: processors that reorder loads do not do
// so when the address of one comes from another. The compiler does not see that it is always 0.
APUS_HELPER uint64_t apus_zero_after(uint64_t number) {
    asm("%0 &= 0" : "+r"(number));
    return number;
}

// Reads a number before everything that comes after: an atomic addition orders memory in BPF.
APUS_HELPER uint64_t apus_load_ordered(uint64_t *number) {
    return __sync_fetch_and_add(number, 0);
}

// Writes a number that is still what it was expected to be, and returns what it was; orders memory.
APUS_HELPER uint64_t apus_compare_exchange(uint64_t *number, uint64_t expected, uint64_t desired) {
    return __sync_val_compare_and_swap(number, expected, desired);
}

// Writes a number, and returns what it was; orders memory.
APUS_HELPER uint64_t apus_exchange(uint64_t *number, uint64_t desired) {
    return __atomic_exchange_n(number, desired, __ATOMIC_SEQ_CST);
}

APUS_HELPER uint64_t bpf_ktime_get_coarse_ns(void) {
    return ((uint64_t(*)(void))160)();
}

// The verifier replaces this one by the load of a variable.
APUS_HELPER uint64_t bpf_jiffies64(void) {
    return ((uint64_t(*)(void))118)();
}

// Numbers that the loader writes into the program: such a symbol's address is the number. Weak ones
// may be at 0, so the compiler assumes nothing of them.
extern char apus_number_tick[] __attribute__((weak));
extern char apus_number_start[] __attribute__((weak));

APUS_HELPER uint64_t apus_tick(void) {
    return (uint64_t)apus_number_tick;
}

APUS_HELPER uint64_t apus_start(void) {
    return (uint64_t)apus_number_start;
}

APUS_HELPER int64_t bpf_redirect_map(void *map, uint64_t key, uint64_t flags) {
    return ((int64_t(*)(void *, uint64_t, uint64_t))51)(map, key, flags);
}

APUS_HELPER uint64_t bpf_xdp_get_buff_len(struct xdp_md *context) {
    return ((uint64_t(*)(struct xdp_md *))188)(context);
}

APUS_HELPER int64_t bpf_xdp_load_bytes(struct xdp_md *context, uint32_t offset, void *bytes,
                                       uint32_t length) {
    return ((int64_t(*)(struct xdp_md *, uint32_t, void *, uint32_t))189)(context, offset, bytes,
                                                                       length);
}

APUS_HELPER int64_t bpf_xdp_store_bytes(struct xdp_md *context, uint32_t offset, const void *bytes,
                                        uint32_t length) {
    return ((int64_t(*)(struct xdp_md *, uint32_t, const void *, uint32_t))190)(context, offset,
                                                                             bytes, length);
}
