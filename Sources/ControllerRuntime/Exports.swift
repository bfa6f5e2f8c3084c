// What user code sees when it imports `ControllerRuntime` alone.
@_exported public import APIMachinery
@_exported public import JSON
@_exported public import KubeClient

@_exported public import struct Telemetry.Logger
