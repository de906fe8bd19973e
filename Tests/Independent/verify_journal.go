// Reads and proves the journal of an archive with the Go project's own packages for notes and transparency logs, none of
// which Muniment's writer uses: so a mistake that its reader and its writer share does not pass unseen.
//
//	GO111MODULE=off GOPATH=/usr/share/gocode go run verify_journal.go -key VKEY ARCHIVE [-since CHECKPOINT-FILE]
//
// needs the Debian packages golang-go and golang-golang-x-mod-dev. VKEY is the archive's verifier key. Exit status 1 says
// that something does not verify.
package main

import (
	"encoding/base64"
	"encoding/binary"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8
const width = 1 << height

func main() {
	flags := flag.NewFlagSet("verify_journal", flag.ExitOnError)
	key := flags.String("key", "", "the verifier key of the archive, name+hash+base64")
	since := flags.String("since", "", "a file with an older checkpoint of the archive")
	flags.Parse(os.Args[1:])
	archive := flags.Arg(0)
	if flags.NArg() > 1 {
		flags.Parse(flags.Args()[1:])
	}
	if *key == "" || archive == "" || flags.NArg() > 1 {
		fmt.Fprintln(os.Stderr, "usage: verify_journal -key VKEY ARCHIVE [-since CHECKPOINT-FILE]")
		os.Exit(64)
	}
	if err := verify(*key, filepath.Join(archive, "journal"), *since); err != nil {
		fmt.Fprintln(os.Stderr, "verify_journal:", err)
		os.Exit(1)
	}
}

func verify(key, journal, since string) error {
	verifier, err := note.NewVerifier(key)
	if err != nil {
		return err
	}
	origin, tree, err := openCheckpoint(filepath.Join(journal, "checkpoint"), verifier)
	if err != nil {
		return err
	}
	hashes := &cache{reader: tlog.TileHashReader(tree, tileFiles(journal)), hashes: map[int64]tlog.Hash{}}
	root, err := tlog.TreeHash(tree.N, hashes)
	if err != nil {
		return fmt.Errorf("root: %w", err)
	}
	if root != tree.Hash {
		return errors.New("the tiles have another root than the checkpoint")
	}
	fmt.Printf("checkpoint of %s: %d entries, root %v, signed by %s\n", origin, tree.N, tree.Hash, verifier.Name())

	for first := int64(0); first < tree.N; first += width {
		if err := proveBundle(journal, tree, first, hashes); err != nil {
			return err
		}
	}
	fmt.Printf("inclusion: %d of %d entries proved\n", tree.N, tree.N)

	if since == "" {
		return nil
	}
	_, older, err := openCheckpoint(since, verifier)
	if err != nil {
		return err
	}
	if older.N < 1 || older.N > tree.N {
		return fmt.Errorf("the older checkpoint has %d entries, the journal %d", older.N, tree.N)
	}
	proof, err := tlog.ProveTree(tree.N, older.N, hashes)
	if err != nil {
		return fmt.Errorf("consistency: %w", err)
	}
	if err := tlog.CheckTree(proof, tree.N, tree.Hash, older.N, older.Hash); err != nil {
		return fmt.Errorf("consistency with the checkpoint of %d entries: %w", older.N, err)
	}
	fmt.Printf("consistency: the first %d entries are those of the older checkpoint\n", older.N)
	return nil
}

// openCheckpoint verifies a signed checkpoint: origin, size and root, a line each.
func openCheckpoint(path string, verifier note.Verifier) (origin string, tree tlog.Tree, err error) {
	bytes, err := os.ReadFile(path)
	if err != nil {
		return "", tree, err
	}
	opened, err := note.Open(bytes, note.VerifierList(verifier))
	if err != nil {
		return "", tree, fmt.Errorf("%s: %w", path, err)
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[0] == "" || lines[3] != "" {
		return "", tree, fmt.Errorf("%s: not three lines", path)
	}
	if tree.N, err = strconv.ParseInt(lines[1], 10, 64); err != nil {
		return "", tree, fmt.Errorf("%s: size: %w", path, err)
	}
	root, err := base64.StdEncoding.DecodeString(lines[2])
	if err != nil || len(root) != tlog.HashSize {
		return "", tree, fmt.Errorf("%s: root is no hash", path)
	}
	copy(tree.Hash[:], root)
	return lines[0], tree, nil
}

// proveBundle proves each entry of a bundle: its bytes give the leaf, tiles the proof, the checkpoint the root.
func proveBundle(journal string, tree tlog.Tree, first int64, hashes *cache) error {
	count := tree.N - first
	if count > width {
		count = width
	}
	name := "tile/entries/" + strings.TrimPrefix(tlog.Tile{H: height, L: 0, N: first / width, W: int(count)}.Path(), "tile/8/0/")
	data, err := readTile(journal, name)
	if err != nil {
		return err
	}
	if err := hashes.load(first, count); err != nil {
		return fmt.Errorf("tile of entry %d: %w", first, err)
	}
	for number := first; number < first+count; number++ {
		if len(data) < 2 || len(data) < 2+int(binary.BigEndian.Uint16(data)) {
			return fmt.Errorf("%s: ends within entry %d", name, number)
		}
		end := 2 + int(binary.BigEndian.Uint16(data))
		leaf := tlog.RecordHash(data[2:end])
		data = data[end:]
		proof, err := tlog.ProveRecord(tree.N, number, hashes)
		if err != nil {
			return fmt.Errorf("entry %d: %w", number, err)
		}
		if err := tlog.CheckRecord(proof, tree.N, tree.Hash, number, leaf); err != nil {
			return fmt.Errorf("entry %d: %w", number, err)
		}
	}
	isPartOfFull := strings.Contains(name, ".p/") && !fileExists(filepath.Join(journal, name))
	if len(data) > 0 && !isPartOfFull {
		return fmt.Errorf("%s: %d bytes too many", name, len(data))
	}
	return nil
}

// cache keeps hashes that the tiles have authenticated, so that each tile is authenticated once and not for each entry.
type cache struct {
	reader tlog.HashReader
	hashes map[int64]tlog.Hash
	loaded []int64
}

// load replaces the hashes below one tile by those of the tile that starts at entry first.
func (c *cache) load(first, count int64) error {
	for _, index := range c.loaded {
		delete(c.hashes, index)
	}
	c.loaded = nil
	for level := 0; level < height; level++ {
		for n := first >> uint(level); (n+1)<<uint(level) <= first+count; n++ {
			c.loaded = append(c.loaded, tlog.StoredHashIndex(level, n))
		}
	}
	_, err := c.ReadHashes(c.loaded)
	return err
}

func (c *cache) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	var missing []int64
	for _, index := range indexes {
		if _, ok := c.hashes[index]; !ok {
			missing = append(missing, index)
		}
	}
	if len(missing) > 0 {
		read, err := c.reader.ReadHashes(missing)
		if err != nil {
			return nil, err
		}
		for i, index := range missing {
			c.hashes[index] = read[i]
		}
	}
	hashes := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		hashes[i] = c.hashes[index]
	}
	return hashes, nil
}

// tileFiles reads hash tiles below a folder; C2SP tlog-tiles leaves the height out of their names.
type tileFiles string

func (files tileFiles) Height() int { return height }

func (files tileFiles) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	all := make([][]byte, len(tiles))
	for i, tile := range tiles {
		name := "tile/" + strings.TrimPrefix(tile.Path(), "tile/8/")
		data, err := readTile(string(files), name)
		if err != nil {
			return nil, err
		}
		if len(data) != tile.W*tlog.HashSize && len(data) != width*tlog.HashSize {
			return nil, fmt.Errorf("%s: has %d bytes", name, len(data))
		}
		all[i] = data[:tile.W*tlog.HashSize]
	}
	return all, nil
}

func (files tileFiles) SaveTiles([]tlog.Tile, [][]byte) {}

// readTile reads a tile or, where a partial one is gone, the full one that took its place.
func readTile(journal, name string) ([]byte, error) {
	data, err := os.ReadFile(filepath.Join(journal, name))
	if partial := strings.LastIndex(name, ".p/"); partial >= 0 && errors.Is(err, os.ErrNotExist) {
		return os.ReadFile(filepath.Join(journal, name[:partial]))
	}
	return data, err
}

func fileExists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
