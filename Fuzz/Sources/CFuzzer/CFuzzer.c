// SwiftPM wants a source file; libFuzzer comes from the toolchain.
#include "CFuzzer.h"
