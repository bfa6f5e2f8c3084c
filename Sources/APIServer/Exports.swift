// What user code sees when it imports `APIServer` alone.
@_exported public import APIMachinery
@_exported public import JSON
