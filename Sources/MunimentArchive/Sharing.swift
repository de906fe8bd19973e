internal import Glibc

extension Archive {
    /// Several clerks of one host file here: `init --shared` made the folder's group the one that everything in it gets.
    package var isShared: Bool { belongsToGroup(folder) }
}

func belongsToGroup(_ folder: String) -> Bool {
    var status = stat()
    return stat(folder, &status) == 0 && status.st_mode & S_ISGID != 0 && status.st_mode & S_IWGRP != 0
}

/// From here on, new files and folders of this process can be written by their group.
func shareNewFiles() { umask(0o002) }

/// SQLite makes its file for its owner alone; the files beside it follow its mode.
func shareFile(_ path: String) { chmod(path, 0o664) }
