/// One entry of the table of markers: what it is called, where it may stand and what it needs.
struct MarkerDefinition {
    /// Where a marker may stand.
    enum Place: String {
        case kind, field
        case structure = "struct"
        case enumeration = "enum"
    }

    /// What follows the name.
    enum Argument {
        case none
        /// Nothing at all or a value that is not looked at.
        case ignored
        case integer
        case number
        case text
        case json
        case boolean
        /// `1.10`.
        case release
        case oneOf([String])
        /// Pairs `:key=value,key=value`; those in `required` must be there.
        case pairs(keys: [String], required: [String])
        /// A name and perhaps a type, `:feed` or `:feed:type=Feeding`, as pairs `name` and `type`.
        case subresource
    }

    /// Which shapes of a field it says something about.
    enum Need: String {
        case number = "a number"
        case string = "a string"
        case array = "an array"
        case map = "a map or a struct"
        case structure = "a struct"
        case enumeration = "an enum with String raw values"
        case any = "any type"
    }

    var name: String
    var aliases: [String] = []
    var places: [Place]
    var argument: Argument
    var need: Need = .any
    var isRepeatable = false
    /// How it is written, for messages.
    var example: String
}
