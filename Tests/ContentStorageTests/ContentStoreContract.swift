import ContentStorage
import Glibc
import MunimentTestSupport
import Records
import Testing

/// What every store of content must do.
@Suite struct `A content store` {
    let folder: TemporaryFolder
    let store: ContentStore

    init() throws {
        folder = try TemporaryFolder()
        store = ContentStore(folder: folder["objects"])
        try store.makeShelves(mode: 0o777)
    }

    /// Bytes that look alike in no two places.
    func content(_ size: Int, seed: UInt64 = 1) -> [UInt8] {
        var state = seed
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            for index in 0..<size {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                buffer[index] = UInt8(truncatingIfNeeded: state >> 56)
            }
            count = size
        }
    }

    func reference(_ bytes: [UInt8]) -> ContentReference {
        ContentReference(digest: ContentDigest(hashing: bytes), size: bytes.count)
    }

    @discardableResult
    func put(_ contents: [UInt8]...) throws -> [ContentReference] {
        let staging = try ContentStore.Staging(for: store).batch()
        let staged = try contents.map { try staging.stage($0, as: reference($0)) }
        try put(in: staging, staged)
        return staged.map(\.reference)
    }

    /// Not flushed: no power is cut here, and a flush waits for all that other processes write.
    func put(in batch: ContentStore.Batch, _ staged: [StagedContent]) throws {
        try batch.settle(staged)
        try batch.seal()
    }

    /// The name of an object's file below the folder: the one thing here that knows how this store keeps objects.
    func file(_ digest: ContentDigest) -> String { store.name(of: digest) }

    func objects() throws -> [ContentDigest] {
        var objects: [ContentDigest] = []
        try store.enumerate(object: { objects.append($0.digest) }, stranger: { Issue.record("a stranger: \($0)") })
        return objects
    }

    func strangers() throws -> Set<String> {
        var strangers: Set<String> = []
        try store.enumerate(object: { _ in }, stranger: { strangers.insert($0) })
        return strangers
    }

    // MARK: Good objects

    @Test(arguments: [0, 1, 4095, 4096, 4097, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 3_000_000])
    func `delivers what was put, whether it came from memory or from a file`(size: Int) throws {
        for seed in [1, 2] as [UInt64] {
            let bytes = content(size, seed: seed)
            let expected = reference(bytes)
            if seed == 1 {
                try put(bytes)
            } else {
                try folder.write(bytes, to: "source")
                let staging = try ContentStore.Staging(for: store).batch()
                let staged = try staging.stage(OpenFile(reading: folder["source"]))
                #expect(staged.reference == expected)
                try put(in: staging, [staged])
            }
            #expect(try store.contains(expected.digest))
            #expect(try store.size(of: expected.digest) == size)
            #expect(store.condition(of: expected.digest) == .intact(size: size))
            #expect(try store.bytes(of: expected.digest) == bytes)
            var copied: [UInt8] = []
            try store.copy(expected.digest) { (piece) throws(MunimentError) in
                #expect(piece.count <= 1 << 20)
                copied.append(contentsOf: piece)
            }
            #expect(copied == bytes)
        }
    }

    @Test func `stages the rest of a file that was read in part`() throws {
        try folder.write(Array("header and body".utf8), to: "source")
        let source = try OpenFile(reading: folder["source"])
        withUnsafeTemporaryAllocation(byteCount: 11, alignment: 1) { buffer in
            #expect((try? source.read(into: buffer)) == 11)
        }
        let staging = try ContentStore.Staging(for: store).batch()
        #expect(try staging.stage(source).reference == reference(Array("body".utf8)))
    }

    @Test func `shows nothing before it is settled`() throws {
        let bytes = content(1000)
        let staging = try ContentStore.Staging(for: store).batch()
        let staged = try staging.stage(bytes, as: reference(bytes))
        #expect(try !store.contains(staged.reference.digest))
        #expect(store.condition(of: staged.reference.digest) == .missing)
        try put(in: staging, [staged])
        #expect(try store.contains(staged.reference.digest))
    }

    @Test func `stores the same bytes once`() throws {
        let bytes = content(5000)
        try put(bytes, content(10), bytes)
        #expect(try objects().count == 2)
        let before = try OpenFile(reading: folder[file(reference(bytes).digest)]).status()
        try put(bytes)
        let staging = try ContentStore.Staging(for: store).batch()
        try folder.write(bytes, to: "source")
        try put(in: staging, [staging.stage(OpenFile(reading: folder["source"]))])
        let after = try OpenFile(reading: folder[file(reference(bytes).digest)]).status()
        #expect(try objectsBesideStaging().count == 2)
        #expect(before.st_ino == after.st_ino, "an object that is good is left alone")
    }

    @Test func `takes the same bytes from many writers at once`() async throws {
        let contents = (0..<20).map { content(2000, seed: UInt64($0 % 5)) }
        let failures = await inThreads(8) { _ in
            let staging = try ContentStore.Staging(for: store)
            for bytes in contents {
                let batch = staging.batch()
                try put(in: batch, [batch.stage(bytes, as: reference(bytes))])
                try batch.flush()
            }
        }
        #expect(failures == [])
        #expect(Set(try objects()) == Set(contents.map { reference($0).digest }))
        for digest in try objects() { #expect(store.condition(of: digest) == .intact(size: 2000)) }
        #expect(try objects().count == 5)
    }

    @Test func `keeps objects that no one may write to`() throws {
        let digest = try put(content(10))[0].digest
        #expect(try OpenFile(reading: folder[file(digest)]).status().st_mode & 0o222 == 0)
    }

    @Test func `lists every object`() throws {
        let contents = (0..<600).map { content(8, seed: UInt64($0)) }
        let staging = try ContentStore.Staging(for: store).batch()
        try put(in: staging, contents.map { try staging.stage($0, as: reference($0)) })
        withExtendedLifetime(staging) {}
        let listed = try objectsBesideStaging()
        #expect(listed.count == 600)
        #expect(Set(listed) == Set(contents.map { reference($0).digest }))
    }

    func objectsBesideStaging() throws -> [ContentDigest] {
        var objects: [ContentDigest] = []
        try store.enumerate(object: { objects.append($0.digest) }, stranger: { _ in })
        return objects
    }

    @Test func `is empty before anything was put`() throws {
        #expect(try objects().isEmpty)
        #expect(try ContentStore(folder: folder["nowhere"]).bytesOrNil(of: reference([]).digest) == nil)
    }

    // MARK: What does not belong

    @Test func `tells files that do not belong`() throws {
        let digest = try put(content(10))[0].digest
        let hex = digest.hex
        let otherShelf = hex.hasPrefix("00") ? "01" : "00"
        let files = [
            "\(otherShelf)/\(hex)", "\(hex.prefix(2))/\(hex).part", "\(hex.prefix(2))/\(hex.uppercased())x",
            "\(hex.prefix(2))/.hidden", "README", "\(otherShelf)/押品.pdf", "zz",
        ]
        for file in files { try folder.write([1], to: "objects/\(file)") }
        try DurableFile.makeFolders(folder["objects/AB"])
        try DurableFile.makeFolders(folder["objects/+a"])
        #expect(try strangers() == Set(files + ["AB", "+a"]))
    }

    @Test func `tells a shelf that is no folder and lists the others`() throws {
        let digest = try put(content(10))[0].digest
        let shelf = digest.hex.hasPrefix("00") ? "01" : "00"
        rmdir(folder["objects/\(shelf)"])
        try folder.write([1], to: "objects/\(shelf)")
        #expect(try strangers() == [shelf])
        #expect(try objectsBesideStaging() == [digest])
    }
}

extension ContentStore {
    fileprivate func bytesOrNil(of digest: ContentDigest) throws -> [UInt8]? {
        do {
            return try bytes(of: digest)
        } catch {
            if error.code == .damaged { return nil }
            throw error
        }
    }
}
