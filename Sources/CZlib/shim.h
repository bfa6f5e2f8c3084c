#pragma once
#include <zlib.h>

// zlib's initialisers are macros.

static inline int apiboot_deflateInit2(z_streamp _Nonnull stream, int level, int window_bits) {
    return deflateInit2(stream, level, Z_DEFLATED, window_bits, 8, Z_DEFAULT_STRATEGY);
}

static inline int apiboot_inflateInit2(z_streamp _Nonnull stream, int window_bits) {
    return inflateInit2(stream, window_bits);
}
