/// Keeps what a command has read until its process ends: to take hundreds of thousands of objects apart before that would
/// only take time.
func keepToTheEnd(_ value: Any) { _ = Unmanaged.passRetained(Kept(value)) }

private final class Kept {
    private let value: Any

    init(_ value: Any) { self.value = value }
}
