import ContentStorage
import Glibc
import MunimentTestSupport
import Records
import Testing

/// The area where content waits for its name.
extension `A content store` {
    @Test func `does not take a staging area in use for a stranger`() throws {
        let staging = try ContentStore.Staging(for: store).batch()
        _ = try staging.stage(content(10), as: reference(content(10)))
        #expect(try strangers().isEmpty)
        withExtendedLifetime(staging) {}
    }

    @Test func `leaves nothing behind of what was staged and not settled`() throws {
        let before = folder.everything()
        do {
            let staging = try ContentStore.Staging(for: store).batch()
            for seed in 0..<5 as Range<UInt64> {
                let bytes = content(10, seed: seed)
                _ = try staging.stage(bytes, as: reference(bytes))
            }
            #expect(folder.everything() != before)
        }
        #expect(folder.everything() == before)
    }

    @Test func `sweeps what an abandoned staging area left`() throws {
        let before = folder.everything()
        try DurableFile.makeFolders(folder["objects/incoming-1-abandoned"])
        try folder.write([1, 2, 3], to: "objects/incoming-1-abandoned/1")
        try put()
        #expect(folder.everything() == before)
    }

    @Test func `sweeps nothing through a symbolic link`() throws {
        try DurableFile.makeFolders(folder["precious"])
        try folder.write([1], to: "precious/file")
        try #require(symlink(folder["precious"], folder["objects/incoming-1-link"]) == 0)
        try put()
        #expect(folder.bytes(of: "precious/file") == [1])
    }

    @Test func `removes what is discarded, at once`() throws {
        let staging = try ContentStore.Staging(for: store).batch()
        let before = folder.everything()
        let large = content(ContentStore.Batch.packedSize + 1)
        let staged = try staging.stage(large, as: reference(large))
        #expect(folder.everything() != before)
        staged.discard()
        #expect(folder.everything() == before)
        withExtendedLifetime(staging) {}
    }

    @Test func `leaves the staging area of another writer alone`() throws {
        let bytes = content(100)
        let first = try ContentStore.Staging(for: store).batch()
        let staged = try first.stage(bytes, as: reference(bytes))
        try put(content(7))
        try put(in: first, [staged])
        #expect(try store.bytes(of: staged.reference.digest) == bytes)
    }

    @Test func `gives each of many writers that begin at once a staging area that lasts`() async throws {
        let failures = await inThreads(40) { index in
            for round in 0..<5 {
                let bytes = content(10, seed: UInt64(index * 5 + round))
                let staging = try ContentStore.Staging(for: store).batch()
                try put(in: staging, [staging.stage(bytes, as: reference(bytes))])
            }
        }
        #expect(failures == [])
        #expect(try objects().count == 200)
    }

    @Test(arguments: [
        ContentStore.Batch.packedSize + 1, 1 << 18, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, (3 << 20) + 4095, 4 << 20,
    ]) func `copies a large file as it is`(size: Int) throws {
        let bytes = content(size)
        try folder.write(bytes, to: "source")
        let batch = try ContentStore.Staging(for: store).batch()
        let staged = try batch.stage(OpenFile(reading: folder["source"]))
        #expect(staged.reference == reference(bytes))
        try put(in: batch, [staged])
        #expect(try store.bytes(of: staged.reference.digest) == bytes)
    }

    // MARK: A full disk

    @Test(.enabled(if: TemporaryFolder.canMount, "only root can mount the small file system that this needs"))
    func `names nothing that a full disk cut short`() throws {
        let folder = try TemporaryFolder()
        try #require(folder.mountFileSystem(of: 1200))
        let store = ContentStore(folder: folder["objects"])
        try store.makeShelves(mode: 0o777)
        let before = folder.everything()
        let bytes = content(1_500_000)
        try self.folder.write(bytes, to: "source")
        do {
            let staging = try ContentStore.Staging(for: store).batch()
            let source = try OpenFile(reading: self.folder["source"])
            for stage in [{ try staging.stage(bytes, as: reference(bytes)) }, { try staging.stage(source) }] {
                let error = #expect(throws: MunimentError.self) { try stage() }
                #expect(error?.reason.contains("the disk is full") == true)
                #expect(error?.remedy.isEmpty == false)
            }
            #expect(store.condition(of: reference(bytes).digest) == .missing)
            let small = content(1000)
            try put(in: staging, [staging.stage(small, as: reference(small))])
            #expect(try store.bytes(of: reference(small).digest) == small)
        }
        #expect(folder.everything().count == before.count + 1)
    }
}
