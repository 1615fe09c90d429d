import Resources

/// An expression of ARM's template language.
indirect enum Expression: Hashable, Sendable {
    /// A text or a number.
    case literal(JSONValue)
    /// A function and its arguments.
    case call(String, [Expression])
    /// A member of an object.
    case member(Expression, String)
    /// An element of an array, or a member of an object by a computed name.
    case element(Expression, Expression)
}
