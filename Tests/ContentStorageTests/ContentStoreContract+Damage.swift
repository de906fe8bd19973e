import ContentStorage
import Glibc
import MunimentTestSupport
import Records
import Testing

/// Objects that are altered, missing, or no objects.
extension `A content store` {
    enum Damage: CaseIterable {
        case torso, flippedBit, longer, emptied, symbolicLink
    }

    private func damage(_ digest: ContentDigest, by damage: Damage) throws {
        let path = file(digest)
        var bytes = try #require(folder.bytes(of: path))
        switch damage {
        case .torso: bytes.removeLast(bytes.count / 2)
        case .flippedBit: bytes[bytes.count / 2] ^= 1
        case .longer: bytes.append(0)
        case .emptied: bytes = []
        case .symbolicLink: bytes[0] ^= 1
        }
        unlink(folder[path])
        if damage == .symbolicLink {
            try folder.write(bytes, to: "elsewhere")
            try #require(symlink(folder["elsewhere"], folder[path]) == 0)
        } else {
            try folder.write(bytes, to: path)
        }
    }

    @Test(arguments: Damage.allCases)
    func `never delivers an altered object as good`(damage: Damage) throws {
        let digest = try put(content(5000))[0].digest
        try self.damage(digest, by: damage)
        #expect(try store.contains(digest))
        switch store.condition(of: digest) {
        case .altered, .unreadable: break
        case let other: Issue.record("\(other)")
        }
        #expect(throws: MunimentError(.damaged, "", "")) { try store.bytes(of: digest) }
        let error = #expect(throws: MunimentError.self) {
            try store.copy(digest) { (_) throws(MunimentError) in }
        }
        #expect(error?.code == .damaged)
        #expect(error?.thing == store.name(of: digest))
        #expect(error?.remedy.contains("muniment audit") == true)
    }

    @Test(arguments: Damage.allCases)
    func `replaces an altered object when its bytes are put again`(damage: Damage) throws {
        let bytes = content(5000)
        let digest = try put(bytes)[0].digest
        try self.damage(digest, by: damage)
        try put(bytes)
        #expect(try store.bytes(of: digest) == bytes)
        try self.damage(digest, by: damage)
        try folder.write(bytes, to: "source")
        let staging = try ContentStore.Staging(for: store).batch()
        try put(in: staging, [staging.stage(OpenFile(reading: folder["source"]))])
        #expect(store.condition(of: digest) == .intact(size: 5000))
    }

    @Test func `tells a missing object`() throws {
        let digest = reference(content(9)).digest
        #expect(try !store.contains(digest))
        #expect(try store.size(of: digest) == nil)
        #expect(store.condition(of: digest) == .missing)
        for read in [{ _ = try store.bytes(of: digest) }, { try store.copy(digest) { (_) throws(MunimentError) in } }] {
            let error = #expect(throws: MunimentError.self) { try read() }
            #expect(error?.code == .damaged)
            #expect(error?.thing == store.name(of: digest))
            #expect(error?.reason == "is missing")
            #expect(error?.remedy.isEmpty == false)
        }
    }

    @Test func `tells what is under a digest and is no object`() throws {
        let digest = reference(content(9)).digest
        try DurableFile.makeFolders(folder[file(digest)])
        #expect(try store.size(of: digest) == nil)
        guard case .unreadable = store.condition(of: digest) else {
            Issue.record("a folder passed for an object: \(store.condition(of: digest))")
            return
        }
    }

    @Test func `does not wait for a FIFO that lies under a digest`() async throws {
        let digest = reference(content(9)).digest
        let path = folder[file(digest)]
        try #require(mkfifo(path, 0o644) == 0)
        // Without this the test would wait for ever where the store does.
        let release = Task.detached {
            try await Task.sleep(for: .seconds(10))
            close(open(path, O_WRONLY | O_NONBLOCK))
        }
        let elapsed = ContinuousClock().measure { _ = store.condition(of: digest) }
        release.cancel()
        #expect(elapsed < .seconds(9))
        #expect(try store.size(of: digest) == nil)
    }

    @Test func `passes on what its reader throws`() throws {
        let digest = try put(content(10))[0].digest
        #expect(throws: MunimentError(.refused, "", "")) {
            try store.copy(digest) { (_) throws(MunimentError) in throw MunimentError(.refused, "reader", "has enough")
            }
        }
    }

    @Test func `refuses to gather more bytes than the caller allows`() throws {
        let digest = try put(content(10))[0].digest
        #expect(try store.bytes(of: digest, limit: 10).count == 10)
        #expect(throws: MunimentError(.failed, "", "")) { try store.bytes(of: digest, limit: 9) }
    }
}
