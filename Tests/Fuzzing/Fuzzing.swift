import Glibc

/// The functions that libFuzzer calls by name; `main` is libFuzzer's own.

/// Chosen by the environment, because libFuzzer takes all arguments for its own.
let target = environment("MUNIMENT_FUZZ_TARGET").flatMap(FuzzTarget.init(rawValue:)) ?? .record

/// libFuzzer calls from one thread.
nonisolated(unsafe) private var tally = Tally()

@c(LLVMFuzzerInitialize)
func initialize(_ argumentCount: UnsafeMutableRawPointer?, _ arguments: UnsafeMutableRawPointer?) -> CInt {
    if let folder = environment("MUNIMENT_FUZZ_SEEDS") {
        Seeds.write(to: folder)
        exit(0)
    }
    atexit {
        if target == .agreement { Agreement.judgeBatch() }
        tally.report()
    }
    return 0
}

@c(LLVMFuzzerTestOneInput)
func test(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
        if let start { buffer.baseAddress?.update(from: start, count: count) }
        initialized = count
    }
    var rules: [String] = []
    let limit = Tally.timeLimit(of: bytes)
    // What else the machine does makes one run slow now and then, but not three.
    let time = (0..<3).reduce(Double.infinity) { least, _ in
        guard least > limit else { return least }
        let begin = threadTime()
        rules = target.judge(bytes)
        return min(least, threadTime() - begin)
    }
    require(time <= limit, "took \(time) s of processor time, more than \(limit)")
    tally.note(rules, time: time)
    if target == .agreement { Agreement.note(bytes, rules: rules) }
    return 0
}

@_extern(c, "LLVMFuzzerMutate")
func mutateBytes(_ start: UnsafeMutablePointer<UInt8>, _ count: Int, _ limit: Int) -> Int

@c(LLVMFuzzerCustomMutator)
func mutate(_ start: UnsafeMutablePointer<UInt8>, _ count: Int, _ limit: Int, _ seed: CUnsignedInt) -> Int {
    var random = SeededGenerator(state: UInt64(seed))
    guard target.isOfRecords, Int.random(in: 0..<4, using: &random) > 0 else {
        return mutateBytes(start, count, limit)
    }
    var mutation = RecordMutation(Array(UnsafeBufferPointer(start: start, count: count)), random: random)
    let bytes = mutation.result()
    guard bytes.count <= limit else { return mutateBytes(start, count, limit) }
    for (place, byte) in bytes.enumerated() { start[place] = byte }
    return bytes.count
}

/// Ends the process unless `condition` holds; libFuzzer then saves the input.
func require(_ condition: Bool, _ problem: @autoclosure () -> String) {
    guard !condition else { return }
    tell("FAILED \(target.rawValue): \(problem())")
    abort()
}

/// Writes a line to standard error.
func tell(_ line: String) {
    let bytes = Array("\(line)\n".utf8)
    _ = write(STDERR_FILENO, bytes, bytes.count)
}

func environment(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

/// Processor time of this thread in seconds: what other processes do does not count.
func threadTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// SplitMix64, as in the tests.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
        return word ^ word >> 31
    }
}
