import ContentStorage
import Dispatch
import Glibc
import MunimentTestSupport
import Records
import Synchronization
import Testing

/// Small objects that came together and share a file.
extension `A content store` {
    private var packs: [String] { folder.everything(below: "objects/packs").sorted() }

    /// Puts objects in one batch, and some more that are staged and then not wanted.
    private func putTogether(_ contents: [[UInt8]], rejected: [[UInt8]] = [], flushed: Bool = false) throws {
        let batch = try ContentStore.Staging(for: store).batch()
        for bytes in rejected { _ = try batch.stage(bytes, as: reference(bytes)) }
        let staged = try contents.map { try batch.stage($0, as: reference($0)) }
        if flushed { try batch.flush() }
        try put(in: batch, staged)
    }

    private func contents(_ count: Int, from first: Int = 0) -> [[UInt8]] {
        (first..<(first + count)).map { content(100 + $0 % 50, seed: UInt64($0)) }
    }

    @Test(arguments: [1, 15, 16, 17, 500]) func `keeps many small objects in two files, few in one each`(
        count: Int
    ) throws {
        let contents = contents(count)
        try putTogether(contents, flushed: count == 17)
        #expect(packs.count == (count < ContentStore.Batch.packedCount ? 0 : 2))
        // A store that has just been opened knows nothing of what the other has seen.
        let fresh = ContentStore(folder: folder["objects"])
        for store in [store, fresh] {
            for bytes in contents {
                let digest = reference(bytes).digest
                #expect(try store.contains(digest))
                #expect(try store.size(of: digest) == bytes.count)
                #expect(try store.bytes(of: digest) == bytes)
                #expect(store.condition(of: digest) == .intact(size: bytes.count))
            }
            #expect(try !store.contains(reference(content(7)).digest))
        }
        #expect(Set(try objects()) == Set(contents.map { reference($0).digest }))
        #expect(try fresh.packFaults().isEmpty)
    }

    @Test func `finds each of many objects in many packs`() throws {
        for number in 0..<30 { try putTogether(contents(20, from: number * 20)) }
        #expect(packs.count == 60)
        let fresh = ContentStore(folder: folder["objects"])
        for bytes in contents(600).shuffled() { #expect(try fresh.bytes(of: reference(bytes).digest) == bytes) }
        // Those that come later are found, too.
        try putTogether(contents(20, from: 1000))
        for bytes in contents(20, from: 1000) { #expect(try fresh.bytes(of: reference(bytes).digest) == bytes) }
        #expect(throws: MunimentError(.damaged, "", "")) { try fresh.bytes(of: reference(content(7)).digest) }
    }

    @Test func `keeps what is staged from two threads, more than waits in memory at once`() throws {
        let contents = (0..<250).map { content($0 % 7 == 0 ? 90_000 : 3000, seed: UInt64($0)) }
        let batch = try ContentStore.Staging(for: store).batch()
        let staged = Mutex<[StagedContent]>([])
        DispatchQueue.concurrentPerform(iterations: contents.count) { number in
            guard let one = try? batch.stage(contents[number], as: reference(contents[number])) else { return }
            staged.withLock { $0.append(one) }
        }
        try put(in: batch, staged.withLock { $0 })
        #expect(packs.count == 2)
        for bytes in contents { #expect(try store.bytes(of: reference(bytes).digest) == bytes) }
        #expect(try store.packFaults().isEmpty)
    }

    @Test func `finds what came after its folders were listed`() throws {
        store.expectMany()
        let objects = contents(3)
        for bytes in objects { #expect(try !store.contains(reference(bytes).digest)) }
        let other = ContentStore(folder: folder["objects"])
        for bytes in objects {
            #expect(store.condition(of: reference(bytes).digest) == .missing)
            let batch = try ContentStore.Staging(for: other).batch()
            let staged = try batch.stage(bytes, as: reference(bytes))
            try put(in: batch, [staged])
            #expect(try store.bytes(of: reference(bytes).digest) == bytes)
            #expect(store.condition(of: reference(bytes).digest) == .intact(size: bytes.count))
        }
        #expect(packs.isEmpty)
    }

    @Test func `keeps nothing of what was staged and then not wanted`() throws {
        let (wanted, rejected) = (contents(20), contents(20, from: 100))
        try putTogether(wanted, rejected: rejected)
        #expect(Set(try objects()) == Set(wanted.map { reference($0).digest }))
        for bytes in wanted { #expect(try store.bytes(of: reference(bytes).digest) == bytes) }
        let pack = try #require(packs.first { $0.hasSuffix(".pack") })
        #expect(folder.bytes(of: "objects/packs/\(pack)")?.count == wanted.reduce(0) { $0 + $1.count })
        #expect(try store.packFaults().isEmpty)
        try putTogether([], rejected: rejected)
        #expect(packs.count == 2)
    }

    @Test func `stores the same small bytes once, whoever brings them`() throws {
        let contents = contents(20)
        try putTogether(contents + contents)
        try putTogether(contents + self.contents(20, from: 10))
        #expect(try objects().count == 30)
    }

    @Test(arguments: [1, 20]) func `takes over what waited since an earlier batch`(later: Int) throws {
        let staging = try ContentStore.Staging(for: store)
        let (first, second) = (staging.batch(), staging.batch())
        let contents = contents(30)
        let staged = try contents.map { try first.stage($0, as: reference($0)) }
        let more = try self.contents(later, from: 100).map { try second.stage($0, as: reference($0)) }
        try first.flush()
        try put(in: first, Array(staged[..<20]))
        try second.flush()
        try put(in: second, more + staged[20...])
        for bytes in contents { #expect(try store.bytes(of: reference(bytes).digest) == bytes) }
        #expect(try objects().count == 30 + later)
    }

    @Test(arguments: [5, 30]) func `stores once what a batch has that is on its way into the store`(count: Int) throws {
        let staging = try ContentStore.Staging(for: store)
        let contents = contents(count)
        let first = staging.batch()
        let staged = try contents.map { try first.stage($0, as: reference($0)) }
        let second = staging.batch(after: first)
        let again =
            try self.contents(20, from: 100).map { try second.stage($0, as: reference($0)) }
            + contents.map { try second.stage($0, as: reference($0)) }
        // The last one of the first batch was rejected, and is wanted by the second.
        try put(in: first, staged.dropLast())
        try put(in: second, again)
        #expect(try objects().count == count + 20)
        for bytes in contents { #expect(try store.bytes(of: reference(bytes).digest) == bytes) }
        // What waits to be removed with its batch does not count.
        let stored = folder.files(below: "objects").reduce(0) { sum, file in
            file.key.hasPrefix("incoming-") || file.key.hasSuffix(".index") ? sum : sum + file.value.count
        }
        #expect(stored == (contents + self.contents(20, from: 100)).reduce(0) { $0 + $1.count })
        #expect(try store.packFaults().isEmpty)
    }

    // MARK: Compaction and destruction

    @Test func `gathers loose objects and small packs into one, and gathers nothing twice`() throws {
        let contents = contents(100)
        for bytes in contents[..<20] { try put(bytes) }
        for start in stride(from: 20, to: 100, by: 20) { try putTogether(Array(contents[start..<(start + 20)])) }
        let large = content(ContentStore.Batch.packedSize + 1)
        try put(large)
        let done = try store.compact()
        #expect(done.objects == 100 && done.packs == 1 && done.damaged.isEmpty)
        #expect(packs.count == 2)
        for store in [store, ContentStore(folder: folder["objects"])] {
            for bytes in contents + [large] { #expect(try store.bytes(of: reference(bytes).digest) == bytes) }
        }
        #expect(try objects().count == 101)
        #expect(try store.packFaults().isEmpty)
        let before = folder.everything()
        #expect(try store.compact().objects == 0)
        #expect(folder.everything() == before)
    }

    @Test func `gathers no damaged object, and leaves it where it is`() throws {
        let contents = contents(60)
        for start in [0, 20, 40] { try putTogether(Array(contents[start..<(start + 20)])) }
        let digest = reference(contents[3]).digest
        let pack = store.name(of: digest)
        var bytes = try #require(folder.bytes(of: pack))
        bytes[0] ^= 1
        try folder.remove(pack)
        try folder.write(bytes, to: pack)
        let done = try ContentStore(folder: folder["objects"]).compact()
        #expect(done.damaged.count == 1 && done.objects == 40 && packs.count == 4)
        #expect(folder.bytes(of: pack) == bytes)
        let fresh = ContentStore(folder: folder["objects"])
        let states = contents.map { fresh.condition(of: reference($0).digest) }
        #expect(states.count { $0 == .altered } == 1)
        #expect(states.count { if case .intact = $0 { true } else { false } } == 59)
    }

    @Test func `may be interrupted before anything was removed, and run again`() throws {
        let contents = contents(60)
        for bytes in contents[..<20] { try put(bytes) }
        for start in [20, 40] { try putTogether(Array(contents[start..<(start + 20)])) }
        let before = folder.files()
        _ = try store.compact()
        // As if it had been killed when the new pack had its name: all sources are still there.
        for (name, bytes) in before where folder.bytes(of: name) == nil { try folder.write(bytes, to: name) }
        for _ in 0..<3 {
            _ = try ContentStore(folder: folder["objects"]).compact()
            let fresh = ContentStore(folder: folder["objects"])
            for bytes in contents { #expect(try fresh.bytes(of: reference(bytes).digest) == bytes) }
        }
        #expect(folder.everything(below: "objects").count { $0.hasSuffix(".pack") } == 1)
        for bytes in contents {
            var copied: [UInt8] = []
            try put(bytes)
            try store.copy(reference(bytes).digest) { (piece) throws(MunimentError) in copied += piece }
            #expect(copied == bytes)
        }
    }

    @Test(arguments: [1, 267, 89 * 20]) func `leaves a pack alone whose index was cut short`(by count: Int) throws {
        let contents = contents(60)
        for start in [0, 20, 40] { try putTogether(Array(contents[start..<(start + 20)])) }
        let index = try #require(packs.first { $0.hasSuffix(".index") })
        let bytes = try #require(folder.bytes(of: "objects/packs/\(index)"))
        try folder.remove("objects/packs/\(index)")
        try folder.write(Array(bytes.dropLast(count)), to: "objects/packs/\(index)")
        let done = try ContentStore(folder: folder["objects"]).compact()
        #expect(done.damaged == ["objects/packs/\(index)"])
        try folder.remove("objects/packs/\(index)")
        try folder.write(bytes, to: "objects/packs/\(index)")
        let fresh = ContentStore(folder: folder["objects"])
        for bytes in contents { #expect(try fresh.bytes(of: reference(bytes).digest) == bytes) }
    }

    @Test func `drops what is damaged when there is a whole copy of it`() throws {
        let contents = contents(60)
        for start in [0, 20, 40] { try putTogether(Array(contents[start..<(start + 20)])) }
        let pack = store.name(of: reference(contents[3]).digest)
        var bytes = try #require(folder.bytes(of: pack))
        bytes[0] ^= 1
        try folder.remove(pack)
        try folder.write(Array(bytes.dropLast(200)), to: pack)
        for bytes in contents { try put(bytes) }
        let done = try ContentStore(folder: folder["objects"]).compact()
        #expect(done.damaged == [])
        #expect(packs.count == 2)
        let fresh = ContentStore(folder: folder["objects"])
        for bytes in contents { #expect(try fresh.bytes(of: reference(bytes).digest) == bytes) }
        #expect(try fresh.packFaults().isEmpty)
    }

    @Test func `goes on reading while another process gathers`() throws {
        let contents = contents(40)
        for bytes in contents { try put(bytes) }
        let reader = ContentStore(folder: folder["objects"])
        for bytes in contents[..<5] { #expect(try reader.bytes(of: reference(bytes).digest) == bytes) }
        _ = try store.compact()
        for bytes in contents { #expect(try reader.bytes(of: reference(bytes).digest) == bytes) }
        try putTogether(self.contents(20, from: 100))
        _ = try store.compact()
        for bytes in contents { #expect(try reader.bytes(of: reference(bytes).digest) == bytes) }
    }

    @Test(arguments: [1, 20]) func `destroys one object and no other`(count: Int) throws {
        let contents = contents(count)
        try putTogether(contents)
        let digest = reference(contents[0]).digest
        try store.remove(digest)
        #expect(store.condition(of: digest) == .missing)
        for bytes in contents.dropFirst() { #expect(try store.bytes(of: reference(bytes).digest) == bytes) }
        for bytes in folder.files().values { #expect(!bytes.contains(contents[0])) }
        #expect(try store.packFaults().isEmpty)
        #expect(throws: MunimentError(.notFound, "", "")) { try store.remove(digest) }
    }

    @Test func `tells damage in a pack by its object, and heals it when the bytes are put again`() throws {
        let contents = contents(20)
        try putTogether(contents)
        let pack = try #require(packs.first { $0.hasSuffix(".pack") })
        var bytes = try #require(folder.bytes(of: "objects/packs/\(pack)"))
        bytes[bytes.count - 1] ^= 1
        try folder.remove("objects/packs/\(pack)")
        try folder.write(bytes, to: "objects/packs/\(pack)")
        let fresh = ContentStore(folder: folder["objects"])
        let altered = contents.filter { fresh.condition(of: reference($0).digest) == .altered }
        #expect(altered.count == 1)
        let digest = try reference(#require(altered.first)).digest
        #expect(fresh.name(of: digest) == "objects/packs/\(pack)")
        #expect(throws: MunimentError(.damaged, "", "")) { try fresh.bytes(of: digest) }
        for healing in [altered, contents] {
            try putTogether(healing)
            let healed = ContentStore(folder: folder["objects"])
            for bytes in contents { #expect(try healed.bytes(of: reference(bytes).digest) == bytes) }
        }
    }

    @Test(arguments: 0..<3) func `finds what is in other packs beside an index that a crash has torn`(torn: Int) throws
    {
        var known: [[[UInt8]]] = []
        for pack in 0..<3 {
            let before = Set(packs)
            known.append(contents(200, from: 200 * pack))
            try putTogether(known[pack])
            guard pack == torn else { continue }
            let index = try #require(Set(packs).subtracting(before).first { $0.hasSuffix(".index") })
            let bytes = try #require(folder.bytes(of: "objects/packs/\(index)"))
            try folder.remove("objects/packs/\(index)")
            let hole = [UInt8](repeating: 0, count: bytes.count / 2)
            try folder.write(
                Array(bytes[..<(bytes.count / 4)]) + hole + bytes[(bytes.count / 4 * 3)...],
                to: "objects/packs/\(index)")
        }
        let fresh = ContentStore(folder: folder["objects"])
        for pack in 0..<3 where pack != torn {
            for bytes in known[pack] { #expect(try fresh.bytes(of: reference(bytes).digest) == bytes) }
        }
    }

    @Test func `tells a damaged index, a pack of another length, and half a pack`() throws {
        try putTogether(contents(20))
        try putTogether(contents(20, from: 100))
        try putTogether(contents(20, from: 200))
        let indexes = packs.filter { $0.hasSuffix(".index") }.map { "objects/packs/\($0)" }
        let files = packs.filter { $0.hasSuffix(".pack") }.map { "objects/packs/\($0)" }
        var bytes = try #require(folder.bytes(of: indexes[0]))
        bytes[70] ^= 1
        try folder.remove(indexes[0])
        try folder.write(bytes, to: indexes[0])
        try folder.write((folder.bytes(of: files[1]) ?? []) + [1], to: files[1] + "x")
        rename(folder[files[1] + "x"], folder[files[1]])
        try folder.remove(files[2])
        let fresh = ContentStore(folder: folder["objects"])
        #expect(try fresh.packFaults().map { "objects/\($0.file)" } == [indexes[0], files[1]])
        #expect(try strangers().map { "objects/\($0)" } == [indexes[2]])
        #expect(ContentStore.otherHalf(ofPack: indexes[2]) == files[2])
        #expect(ContentStore.otherHalf(ofPack: files[2]) == indexes[2])
    }
}
