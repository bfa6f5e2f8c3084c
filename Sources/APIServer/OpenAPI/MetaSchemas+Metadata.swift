internal import APIMachinery

extension MetaSchemas {
    /// `ListMeta`, with the part that only clients of sharded lists read.
    static let listMeta: Schema = {
        var schema = Schema.listMeta
        guard case .object(let fields) = schema.kind else { return schema }
        let shard = field("shardInfo", shardInfo, "Set if the list shows only a part of the collection.")
        schema.kind = .object(fields + [shard])
        return schema
    }()

    /// `ShardInfo`.
    static let shardInfo = named(
        "ShardInfo",
        "The part of a collection that a list shows.",
        [string("selector", "The selector of the part.", isRequired: true)]
    )

    /// `FieldsV1`, which OpenAPI calls an object without saying more.
    static let fieldsV1: Schema = {
        var schema = Schema.fieldsV1
        schema.kind = .object([])
        return schema
    }()
}
