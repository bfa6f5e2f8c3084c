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
#embed "../../Sources/EventLoop/BlockingExecutor.swift"
};
static const unsigned char file_19[] = {
#embed "../../Sources/EventLoop/Descriptor.swift"
};
static const unsigned char file_20[] = {
#embed "../../Sources/EventLoop/EventLoop.swift"
};
static const unsigned char file_21[] = {
#embed "../../Sources/EventLoop/EventLoopError.swift"
};
static const unsigned char file_22[] = {
#embed "../../Sources/EventLoop/EventLoopGroup.swift"
};
static const unsigned char file_23[] = {
#embed "../../Sources/EventLoop/FileBytes.swift"
};
static const unsigned char file_24[] = {
#embed "../../Sources/EventLoop/Locked.swift"
};
static const unsigned char file_25[] = {
#embed "../../Sources/EventLoop/LoopExecutor.swift"
};
static const unsigned char file_26[] = {
#embed "../../Sources/EventLoop/Signals.swift"
};
static const unsigned char file_27[] = {
#embed "../../Sources/EventLoop/TimerQueue.swift"
};
static const unsigned char file_28[] = {
#embed "../../Sources/JSON/ByteEquality.swift"
};
static const unsigned char file_29[] = {
#embed "../../Sources/JSON/JSONCodable+Containers.swift"
};
static const unsigned char file_30[] = {
#embed "../../Sources/JSON/JSONCodable+Scalars.swift"
};
static const unsigned char file_31[] = {
#embed "../../Sources/JSON/JSONCodable.swift"
};
static const unsigned char file_32[] = {
#embed "../../Sources/JSON/JSONFields.swift"
};
static const unsigned char file_33[] = {
#embed "../../Sources/JSON/JSONObject.swift"
};
static const unsigned char file_34[] = {
#embed "../../Sources/JSON/JSONParseError.swift"
};
static const unsigned char file_35[] = {
#embed "../../Sources/JSON/JSONParser+Number.swift"
};
static const unsigned char file_36[] = {
#embed "../../Sources/JSON/JSONParser+String.swift"
};
static const unsigned char file_37[] = {
#embed "../../Sources/JSON/JSONParser.swift"
};
static const unsigned char file_38[] = {
#embed "../../Sources/JSON/JSONReader.swift"
};
static const unsigned char file_39[] = {
#embed "../../Sources/JSON/JSONValue.swift"
};
static const unsigned char file_40[] = {
#embed "../../Sources/JSON/JSONWriter.swift"
};
static const unsigned char file_41[] = {
#embed "../../Sources/JSON/OutputBuffer.swift"
};
static const unsigned char file_42[] = {
#embed "../../Sources/JSON/ScratchStack.swift"
};
static const unsigned char file_43[] = {
#embed "../../Sources/JSON/ShortestDouble.swift"
};
static const unsigned char file_44[] = {
#embed "../../Sources/Storage/StorageBackend.swift"
};
static const unsigned char file_45[] = {
#embed "../../Sources/StorageSQLite/Placeholder.swift"
};
static const unsigned char file_46[] = {
#embed "../../Sources/TLS/Base64.swift"
};
static const unsigned char file_47[] = {
#embed "../../Sources/TLS/CertificateChain.swift"
};
static const unsigned char file_48[] = {
#embed "../../Sources/TLS/CertificateIdentity.swift"
};
static const unsigned char file_49[] = {
#embed "../../Sources/TLS/CertificateIssuer.swift"
};
static const unsigned char file_50[] = {
#embed "../../Sources/TLS/CertificateVerifier.swift"
};
static const unsigned char file_51[] = {
#embed "../../Sources/TLS/Digest.swift"
};
static const unsigned char file_52[] = {
#embed "../../Sources/TLS/TLSContext.swift"
};
static const unsigned char file_53[] = {
#embed "../../Sources/TLS/TLSError.swift"
};
static const unsigned char file_54[] = {
#embed "../../Sources/TLS/TLSIdentity.swift"
};
static const unsigned char file_55[] = {
#embed "../../Sources/TLS/TLSSession.swift"
};
static const unsigned char file_56[] = {
#embed "../../Sources/TLS/TLSStep.swift"
};
static const unsigned char file_57[] = {
#embed "../../Sources/TLS/X509Codec.swift"
};
static const unsigned char file_58[] = {
#embed "../../Sources/TLS/X509Handle.swift"
};
static const unsigned char file_59[] = {
#embed "../../Sources/Telemetry/Locked.swift"
};
static const unsigned char file_60[] = {
#embed "../../Sources/Telemetry/LogLine.swift"
};
static const unsigned char file_61[] = {
#embed "../../Sources/Telemetry/Logger.swift"
};
static const unsigned char file_62[] = {
#embed "../../Sources/Telemetry/Metrics/AtomicDouble.swift"
};
static const unsigned char file_63[] = {
#embed "../../Sources/Telemetry/Metrics/Counter.swift"
};
static const unsigned char file_64[] = {
#embed "../../Sources/Telemetry/Metrics/ExpositionText.swift"
};
static const unsigned char file_65[] = {
#embed "../../Sources/Telemetry/Metrics/Gauge.swift"
};
static const unsigned char file_66[] = {
#embed "../../Sources/Telemetry/Metrics/Histogram.swift"
};
static const unsigned char file_67[] = {
#embed "../../Sources/Telemetry/Metrics/MetricFamily.swift"
};
static const unsigned char file_68[] = {
#embed "../../Sources/Telemetry/Metrics/MetricsRegistry.swift"
};
static const unsigned char file_69[] = {
#embed "../../Sources/Telemetry/StandardError.swift"
};
static const unsigned char file_70[] = {
#embed "../../Sources/Telemetry/TraceContext.swift"
};
static const unsigned char file_71[] = {
#embed "../../Sources/Telemetry/WallClock.swift"
};
static const unsigned char file_72[] = {
#embed "../../Sources/Transport/HTTP/HTTPHeaders.swift"
};
static const unsigned char file_73[] = {
#embed "../../Sources/Transport/HTTP/HTTPRequest.swift"
};
static const unsigned char file_74[] = {
#embed "../../Sources/Transport/HTTP/HTTPResponse.swift"
};
static const unsigned char file_75[] = {
#embed "../../Sources/YAML/YAMLEmitter.swift"
};
static const unsigned char file_76[] = {
#embed "../../Sources/YAML/YAMLError.swift"
};
static const unsigned char file_77[] = {
#embed "../../Sources/YAML/YAMLEvents.swift"
};
static const unsigned char file_78[] = {
#embed "../../Sources/YAML/YAMLLookalikes.swift"
};
static const unsigned char file_79[] = {
#embed "../../Sources/YAML/YAMLReader.swift"
};
static const unsigned char file_80[] = {
#embed "../../Sources/YAML/YAMLScalar.swift"
};
static const unsigned char file_81[] = {
#embed "../../Sources/YAML/YAMLTreeBuilder.swift"
};
static const unsigned char file_82[] = {
#embed "../../Sources/YAML/YAMLWriter.swift"
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
    {"Sources/EventLoop/BlockingExecutor.swift", file_18, sizeof file_18},
    {"Sources/EventLoop/Descriptor.swift", file_19, sizeof file_19},
    {"Sources/EventLoop/EventLoop.swift", file_20, sizeof file_20},
    {"Sources/EventLoop/EventLoopError.swift", file_21, sizeof file_21},
    {"Sources/EventLoop/EventLoopGroup.swift", file_22, sizeof file_22},
    {"Sources/EventLoop/FileBytes.swift", file_23, sizeof file_23},
    {"Sources/EventLoop/Locked.swift", file_24, sizeof file_24},
    {"Sources/EventLoop/LoopExecutor.swift", file_25, sizeof file_25},
    {"Sources/EventLoop/Signals.swift", file_26, sizeof file_26},
    {"Sources/EventLoop/TimerQueue.swift", file_27, sizeof file_27},
    {"Sources/JSON/ByteEquality.swift", file_28, sizeof file_28},
    {"Sources/JSON/JSONCodable+Containers.swift", file_29, sizeof file_29},
    {"Sources/JSON/JSONCodable+Scalars.swift", file_30, sizeof file_30},
    {"Sources/JSON/JSONCodable.swift", file_31, sizeof file_31},
    {"Sources/JSON/JSONFields.swift", file_32, sizeof file_32},
    {"Sources/JSON/JSONObject.swift", file_33, sizeof file_33},
    {"Sources/JSON/JSONParseError.swift", file_34, sizeof file_34},
    {"Sources/JSON/JSONParser+Number.swift", file_35, sizeof file_35},
    {"Sources/JSON/JSONParser+String.swift", file_36, sizeof file_36},
    {"Sources/JSON/JSONParser.swift", file_37, sizeof file_37},
    {"Sources/JSON/JSONReader.swift", file_38, sizeof file_38},
    {"Sources/JSON/JSONValue.swift", file_39, sizeof file_39},
    {"Sources/JSON/JSONWriter.swift", file_40, sizeof file_40},
    {"Sources/JSON/OutputBuffer.swift", file_41, sizeof file_41},
    {"Sources/JSON/ScratchStack.swift", file_42, sizeof file_42},
    {"Sources/JSON/ShortestDouble.swift", file_43, sizeof file_43},
    {"Sources/Storage/StorageBackend.swift", file_44, sizeof file_44},
    {"Sources/StorageSQLite/Placeholder.swift", file_45, sizeof file_45},
    {"Sources/TLS/Base64.swift", file_46, sizeof file_46},
    {"Sources/TLS/CertificateChain.swift", file_47, sizeof file_47},
    {"Sources/TLS/CertificateIdentity.swift", file_48, sizeof file_48},
    {"Sources/TLS/CertificateIssuer.swift", file_49, sizeof file_49},
    {"Sources/TLS/CertificateVerifier.swift", file_50, sizeof file_50},
    {"Sources/TLS/Digest.swift", file_51, sizeof file_51},
    {"Sources/TLS/TLSContext.swift", file_52, sizeof file_52},
    {"Sources/TLS/TLSError.swift", file_53, sizeof file_53},
    {"Sources/TLS/TLSIdentity.swift", file_54, sizeof file_54},
    {"Sources/TLS/TLSSession.swift", file_55, sizeof file_55},
    {"Sources/TLS/TLSStep.swift", file_56, sizeof file_56},
    {"Sources/TLS/X509Codec.swift", file_57, sizeof file_57},
    {"Sources/TLS/X509Handle.swift", file_58, sizeof file_58},
    {"Sources/Telemetry/Locked.swift", file_59, sizeof file_59},
    {"Sources/Telemetry/LogLine.swift", file_60, sizeof file_60},
    {"Sources/Telemetry/Logger.swift", file_61, sizeof file_61},
    {"Sources/Telemetry/Metrics/AtomicDouble.swift", file_62, sizeof file_62},
    {"Sources/Telemetry/Metrics/Counter.swift", file_63, sizeof file_63},
    {"Sources/Telemetry/Metrics/ExpositionText.swift", file_64, sizeof file_64},
    {"Sources/Telemetry/Metrics/Gauge.swift", file_65, sizeof file_65},
    {"Sources/Telemetry/Metrics/Histogram.swift", file_66, sizeof file_66},
    {"Sources/Telemetry/Metrics/MetricFamily.swift", file_67, sizeof file_67},
    {"Sources/Telemetry/Metrics/MetricsRegistry.swift", file_68, sizeof file_68},
    {"Sources/Telemetry/StandardError.swift", file_69, sizeof file_69},
    {"Sources/Telemetry/TraceContext.swift", file_70, sizeof file_70},
    {"Sources/Telemetry/WallClock.swift", file_71, sizeof file_71},
    {"Sources/Transport/HTTP/HTTPHeaders.swift", file_72, sizeof file_72},
    {"Sources/Transport/HTTP/HTTPRequest.swift", file_73, sizeof file_73},
    {"Sources/Transport/HTTP/HTTPResponse.swift", file_74, sizeof file_74},
    {"Sources/YAML/YAMLEmitter.swift", file_75, sizeof file_75},
    {"Sources/YAML/YAMLError.swift", file_76, sizeof file_76},
    {"Sources/YAML/YAMLEvents.swift", file_77, sizeof file_77},
    {"Sources/YAML/YAMLLookalikes.swift", file_78, sizeof file_78},
    {"Sources/YAML/YAMLReader.swift", file_79, sizeof file_79},
    {"Sources/YAML/YAMLScalar.swift", file_80, sizeof file_80},
    {"Sources/YAML/YAMLTreeBuilder.swift", file_81, sizeof file_81},
    {"Sources/YAML/YAMLWriter.swift", file_82, sizeof file_82},
};

size_t apiboot_embedded_count(void) { return sizeof files / sizeof files[0]; }

struct apiboot_embedded_file apiboot_embedded_file_at(size_t index) { return files[index]; }
