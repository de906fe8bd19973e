internal import Glibc

/// From here on, new files and folders of this process can be written by their group: for an archive into which several
/// clerks of one host file.
func shareNewFiles() { umask(0o002) }

/// SQLite makes its file for its owner alone; the files beside it follow its mode.
func shareFile(_ path: String) { chmod(path, 0o664) }
