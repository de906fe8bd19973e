/// A pattern of XML Schema as a table of states: a value is looked at once, character by character.
struct Pattern: Sendable {
    /// For each state and class of characters, the next state. State 0 is the one that nothing leaves.
    private let steps: [UInt16]
    private let isFinal: [Bool]
    /// A final state that nothing leaves; 0 for none.
    private let ending: UInt16
    private let start: UInt16
    private let classCount: Int
    /// The class of each character of ASCII, and of the others by the first code point of each class that there is.
    private let asciiClasses: [UInt16]
    private let boundaries: [UInt32]

    /// More states than any pattern of a form needs.
    private static let stateLimit = 2000

    /// - Parameter pattern: must match the whole value.
    /// - Returns: `nil` for a pattern that is not read here.
    init?(_ patterns: [String]) {
        var branches: [PatternSyntax] = []
        for pattern in patterns {
            guard let syntax = PatternSyntax.parse(pattern) else { return nil }
            branches.append(syntax)
        }
        var automaton = Automaton()
        let first = automaton.state()
        let last = automaton.state()
        guard automaton.add(.choice(branches), from: first, to: last) else { return nil }

        var boundaries: Set<UInt32> = [0]
        for step in automaton.steps.joined() {
            for range in step.characters?.ranges ?? [] {
                boundaries.formUnion([range.lowerBound, range.upperBound + 1])
            }
        }
        let sorted = boundaries.sorted()
        let classCount = sorted.count

        var numbers: [Set<Int>: UInt16] = [[]: 0]
        var sets: [Set<Int>] = [[], automaton.closure([first])]
        numbers[sets[1]] = 1
        var steps = Array(repeating: UInt16(0), count: classCount)
        var isFinal = [false]
        var index = 1
        while index < sets.count {
            let set = sets[index]
            isFinal.append(set.contains(last))
            for boundary in sorted {
                let next = automaton.closure(automaton.step(set, boundary))
                if numbers[next] == nil {
                    guard sets.count < Self.stateLimit else { return nil }
                    numbers[next] = UInt16(sets.count)
                    sets.append(next)
                }
                steps.append(numbers[next] ?? 0)
            }
            index += 1
        }
        self.steps = steps
        self.isFinal = isFinal
        self.classCount = classCount
        start = 1
        self.boundaries = sorted
        ending = UInt16(
            isFinal.indices.first { state in
                isFinal[state] && steps[state * classCount..<(state + 1) * classCount].allSatisfy { $0 == state }
            } ?? 0)
        asciiClasses = (0..<0x80).map { Self.characterClass(of: $0, sorted) }
    }

    private static func characterClass(of scalar: UInt32, _ boundaries: [UInt32]) -> UInt16 {
        var low = 0
        var high = boundaries.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if boundaries[middle] <= scalar { low = middle } else { high = middle }
        }
        return UInt16(low)
    }

    /// - Parameter value: UTF-8.
    func matches(_ value: UnsafeBufferPointer<UInt8>) -> Bool {
        steps.withUnsafeBufferPointer { steps in
            asciiClasses.withUnsafeBufferPointer { asciiClasses in
                var state = start
                var index = 0
                while index < value.count {
                    let step: UInt16
                    if value[index] < 0x80 {
                        step = asciiClasses[Int(value[index])]
                        index += 1
                    } else {
                        step = Self.characterClass(of: PlainText.next(value, &index), boundaries)
                    }
                    state = steps[Int(state) * classCount + Int(step)]
                    if state == ending { return state != 0 }
                    if state == 0 { return false }
                }
                return isFinal[Int(state)]
            }
        }
    }
}

/// States with steps that several may be in at once.
private struct Automaton {
    struct Step {
        /// `nil` for a step that takes no character.
        var characters: CharacterSet?
        var target: Int
    }

    private(set) var steps: [[Step]] = []

    mutating func state() -> Int {
        steps.append([])
        return steps.count - 1
    }

    /// - Returns: false where it becomes too large.
    mutating func add(_ syntax: PatternSyntax, from: Int, to: Int) -> Bool {
        guard steps.count < 4000 else { return false }
        switch syntax {
        case .characters(let set): steps[from].append(Step(characters: set, target: to))
        case .sequence(let parts):
            var place = from
            for part in parts {
                let next = state()
                guard add(part, from: place, to: next) else { return false }
                place = next
            }
            steps[place].append(Step(target: to))
        case .choice(let branches):
            for branch in branches {
                // Each its own end, so that a loop in one does not lead into another.
                let (first, last) = (state(), state())
                steps[from].append(Step(target: first))
                guard add(branch, from: first, to: last) else { return false }
                steps[last].append(Step(target: to))
            }
        case .repeated(let part, let least, let most):
            var place = from
            for _ in 0..<least {
                let next = state()
                guard add(part, from: place, to: next) else { return false }
                place = next
            }
            if let most {
                for _ in least..<most {
                    let next = state()
                    steps[place].append(Step(target: to))
                    guard add(part, from: place, to: next) else { return false }
                    place = next
                }
                steps[place].append(Step(target: to))
            } else {
                let (first, last) = (state(), state())
                steps[place].append(Step(target: first))
                guard add(part, from: first, to: last) else { return false }
                steps[last].append(Step(target: first))
                steps[first].append(Step(target: to))
            }
        }
        return true
    }

    func closure(_ states: Set<Int>) -> Set<Int> {
        var reached = states
        var open = Array(states)
        while let state = open.popLast() {
            for step in steps[state] where step.characters == nil && reached.insert(step.target).inserted {
                open.append(step.target)
            }
        }
        return reached
    }

    func step(_ states: Set<Int>, _ scalar: UInt32) -> Set<Int> {
        var targets: Set<Int> = []
        for state in states {
            for step in steps[state] where step.characters?.contains(scalar) == true { targets.insert(step.target) }
        }
        return targets
    }
}
