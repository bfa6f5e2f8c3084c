// What user code sees when it imports `APIServer` alone.
@_exported public import APIMachinery
@_exported public import JSON

// What connectors take and answer.
@_exported public import struct Transport.HTTPHeaders
@_exported public import struct Transport.HTTPRequest
@_exported public import struct Transport.HTTPResponse
