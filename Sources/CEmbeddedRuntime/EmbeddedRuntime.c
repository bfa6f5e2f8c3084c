// Written by scripts/embed-runtime. DO NOT EDIT.
#include "CEmbeddedRuntime.h"

// #embed is C23; clang knows it in older modes, too, and says so.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char file_0[] = {
#embed "../../Sources/APIMachinery/FieldError.swift"
};
static const unsigned char file_1[] = {
#embed "../../Sources/APIMachinery/ObjectMeta.swift"
};
static const unsigned char file_2[] = {
#embed "../../Sources/APIMachinery/Schema.swift"
};
static const unsigned char file_3[] = {
#embed "../../Sources/APIServer/Resource/APIGroup.swift"
};
static const unsigned char file_4[] = {
#embed "../../Sources/APIServer/Resource/Resource.swift"
};
static const unsigned char file_5[] = {
#embed "../../Sources/APIServer/Resource/ResourceDefinition.swift"
};
static const unsigned char file_6[] = {
#embed "../../Sources/CLinux/CLinux.c"
};
static const unsigned char file_7[] = {
#embed "../../Sources/CLinux/include/CLinux.h"
};
static const unsigned char file_8[] = {
#embed "../../Sources/CNghttp2/module.modulemap"
};
static const unsigned char file_9[] = {
#embed "../../Sources/CNghttp2/shim.h"
};
static const unsigned char file_10[] = {
#embed "../../Sources/COpenSSL/module.modulemap"
};
static const unsigned char file_11[] = {
#embed "../../Sources/COpenSSL/shim.h"
};
static const unsigned char file_12[] = {
#embed "../../Sources/CSQLite/module.modulemap"
};
static const unsigned char file_13[] = {
#embed "../../Sources/CSQLite/shim.h"
};
static const unsigned char file_14[] = {
#embed "../../Sources/CYAML/module.modulemap"
};
static const unsigned char file_15[] = {
#embed "../../Sources/CYAML/shim.h"
};
static const unsigned char file_16[] = {
#embed "../../Sources/CZlib/module.modulemap"
};
static const unsigned char file_17[] = {
#embed "../../Sources/CZlib/shim.h"
};
static const unsigned char file_18[] = {
#embed "../../Sources/EventLoop/EventLoop.swift"
};
static const unsigned char file_19[] = {
#embed "../../Sources/JSON/ByteEquality.swift"
};
static const unsigned char file_20[] = {
#embed "../../Sources/JSON/JSONCodable+Containers.swift"
};
static const unsigned char file_21[] = {
#embed "../../Sources/JSON/JSONCodable+Scalars.swift"
};
static const unsigned char file_22[] = {
#embed "../../Sources/JSON/JSONCodable.swift"
};
static const unsigned char file_23[] = {
#embed "../../Sources/JSON/JSONFields.swift"
};
static const unsigned char file_24[] = {
#embed "../../Sources/JSON/JSONObject.swift"
};
static const unsigned char file_25[] = {
#embed "../../Sources/JSON/JSONParseError.swift"
};
static const unsigned char file_26[] = {
#embed "../../Sources/JSON/JSONParser+Number.swift"
};
static const unsigned char file_27[] = {
#embed "../../Sources/JSON/JSONParser+String.swift"
};
static const unsigned char file_28[] = {
#embed "../../Sources/JSON/JSONParser.swift"
};
static const unsigned char file_29[] = {
#embed "../../Sources/JSON/JSONReader.swift"
};
static const unsigned char file_30[] = {
#embed "../../Sources/JSON/JSONValue.swift"
};
static const unsigned char file_31[] = {
#embed "../../Sources/JSON/JSONWriter.swift"
};
static const unsigned char file_32[] = {
#embed "../../Sources/JSON/OutputBuffer.swift"
};
static const unsigned char file_33[] = {
#embed "../../Sources/JSON/ScratchStack.swift"
};
static const unsigned char file_34[] = {
#embed "../../Sources/JSON/ShortestDouble.swift"
};
static const unsigned char file_35[] = {
#embed "../../Sources/Storage/StorageBackend.swift"
};
static const unsigned char file_36[] = {
#embed "../../Sources/StorageSQLite/Placeholder.swift"
};
static const unsigned char file_37[] = {
#embed "../../Sources/TLS/CertificateChain.swift"
};
static const unsigned char file_38[] = {
#embed "../../Sources/Telemetry/Logger.swift"
};
static const unsigned char file_39[] = {
#embed "../../Sources/Transport/HTTP/HTTPHeaders.swift"
};
static const unsigned char file_40[] = {
#embed "../../Sources/Transport/HTTP/HTTPRequest.swift"
};
static const unsigned char file_41[] = {
#embed "../../Sources/Transport/HTTP/HTTPResponse.swift"
};
static const unsigned char file_42[] = {
#embed "../../Sources/YAML/Stub.swift"
};

static const struct apiboot_embedded_file files[] = {
    {"Sources/APIMachinery/FieldError.swift", file_0, sizeof file_0},
    {"Sources/APIMachinery/ObjectMeta.swift", file_1, sizeof file_1},
    {"Sources/APIMachinery/Schema.swift", file_2, sizeof file_2},
    {"Sources/APIServer/Resource/APIGroup.swift", file_3, sizeof file_3},
    {"Sources/APIServer/Resource/Resource.swift", file_4, sizeof file_4},
    {"Sources/APIServer/Resource/ResourceDefinition.swift", file_5, sizeof file_5},
    {"Sources/CLinux/CLinux.c", file_6, sizeof file_6},
    {"Sources/CLinux/include/CLinux.h", file_7, sizeof file_7},
    {"Sources/CNghttp2/module.modulemap", file_8, sizeof file_8},
    {"Sources/CNghttp2/shim.h", file_9, sizeof file_9},
    {"Sources/COpenSSL/module.modulemap", file_10, sizeof file_10},
    {"Sources/COpenSSL/shim.h", file_11, sizeof file_11},
    {"Sources/CSQLite/module.modulemap", file_12, sizeof file_12},
    {"Sources/CSQLite/shim.h", file_13, sizeof file_13},
    {"Sources/CYAML/module.modulemap", file_14, sizeof file_14},
    {"Sources/CYAML/shim.h", file_15, sizeof file_15},
    {"Sources/CZlib/module.modulemap", file_16, sizeof file_16},
    {"Sources/CZlib/shim.h", file_17, sizeof file_17},
    {"Sources/EventLoop/EventLoop.swift", file_18, sizeof file_18},
    {"Sources/JSON/ByteEquality.swift", file_19, sizeof file_19},
    {"Sources/JSON/JSONCodable+Containers.swift", file_20, sizeof file_20},
    {"Sources/JSON/JSONCodable+Scalars.swift", file_21, sizeof file_21},
    {"Sources/JSON/JSONCodable.swift", file_22, sizeof file_22},
    {"Sources/JSON/JSONFields.swift", file_23, sizeof file_23},
    {"Sources/JSON/JSONObject.swift", file_24, sizeof file_24},
    {"Sources/JSON/JSONParseError.swift", file_25, sizeof file_25},
    {"Sources/JSON/JSONParser+Number.swift", file_26, sizeof file_26},
    {"Sources/JSON/JSONParser+String.swift", file_27, sizeof file_27},
    {"Sources/JSON/JSONParser.swift", file_28, sizeof file_28},
    {"Sources/JSON/JSONReader.swift", file_29, sizeof file_29},
    {"Sources/JSON/JSONValue.swift", file_30, sizeof file_30},
    {"Sources/JSON/JSONWriter.swift", file_31, sizeof file_31},
    {"Sources/JSON/OutputBuffer.swift", file_32, sizeof file_32},
    {"Sources/JSON/ScratchStack.swift", file_33, sizeof file_33},
    {"Sources/JSON/ShortestDouble.swift", file_34, sizeof file_34},
    {"Sources/Storage/StorageBackend.swift", file_35, sizeof file_35},
    {"Sources/StorageSQLite/Placeholder.swift", file_36, sizeof file_36},
    {"Sources/TLS/CertificateChain.swift", file_37, sizeof file_37},
    {"Sources/Telemetry/Logger.swift", file_38, sizeof file_38},
    {"Sources/Transport/HTTP/HTTPHeaders.swift", file_39, sizeof file_39},
    {"Sources/Transport/HTTP/HTTPRequest.swift", file_40, sizeof file_40},
    {"Sources/Transport/HTTP/HTTPResponse.swift", file_41, sizeof file_41},
    {"Sources/YAML/Stub.swift", file_42, sizeof file_42},
};

size_t apiboot_embedded_count(void) { return sizeof files / sizeof files[0]; }

struct apiboot_embedded_file apiboot_embedded_file_at(size_t index) { return files[index]; }
