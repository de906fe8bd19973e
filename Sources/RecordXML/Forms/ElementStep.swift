/// A step of the way from an element to one below it; `ordinal` counts those of the same name from 1.
package struct ElementStep: Hashable, Sendable {
    package var name: String
    package var ordinal: Int

    package init(_ name: String, ordinal: Int = 1) {
        self.name = name
        self.ordinal = ordinal
    }
}
